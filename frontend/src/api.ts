// Requests to the node's HTTP API, and what becomes of them.

import { EventReader, type Sent } from "./events";

// Why a request did not do what it should: each has its sentence in words/.
export type Reason = "offline" | "signed_out" | "forbidden" | "missing" | "wrong" | "too_large" | "limited" | "busy" | "broken";

export class Failure extends Error {
  constructor(
    readonly reason: Reason,
    readonly said = "", // what the node says of it, where that is meant for people
    readonly status = 0,
    readonly wait: number | null = null, // how many seconds the node asks to wait
  ) {
    super(said || reason);
  }
}

export function reasonOf(status: number): Reason {
  if (status === 401) return "signed_out";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "missing";
  if (status === 413) return "too_large";
  if (status === 429) return "limited";
  if (status === 503 || status === 504 || status === 502) return "busy";
  return status >= 500 ? "broken" : "wrong";
}

// Retry-After: so many seconds, or until a date.
export function secondsIn(header: string | null, now: number): number | null {
  if (!header) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

export interface Page<T> {
  items: T[];
  older: string | null; // the path by which to go on
}

// The path of rel="next" in a Link header, whatever origin it names.
export function olderIn(link: string | null): string | null {
  const found = link?.match(/<([^>]+)>; rel="next"/)?.[1];
  if (!found) return null;
  const url = new URL(found, "http://here");
  return url.pathname + url.search;
}

type Body = Record<string, unknown> | FormData | undefined;

export class Api {
  constructor(
    private readonly token: () => string | null,
    private readonly onSignedOut: () => void = () => {},
    private readonly send: typeof fetch = (...request) => fetch(...request),
  ) {}

  async #call(method: string, path: string, body?: Body, headers: Record<string, string> = {}, more: RequestInit = {}): Promise<Response> {
    const token = this.token();
    const isForm = body instanceof FormData;
    let response: Response;
    try {
      response = await this.send(path, {
        method,
        credentials: "omit",
        ...more,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(body && !isForm ? { "Content-Type": "application/json" } : {}),
          ...headers,
        },
        ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
      });
    } catch {
      throw new Failure("offline");
    }
    if (response.ok) return response;
    const said = await response
      .json()
      .then((answer: { error?: unknown }) => String(answer.error ?? ""))
      .catch(() => "");
    if (response.status === 401 && token) this.onSignedOut();
    throw new Failure(reasonOf(response.status), said, response.status, secondsIn(response.headers.get("Retry-After"), Date.now()));
  }

  // `credentials`: whether the browser's own session goes along, which no method asks for but one
  // that tells of it.
  async get<T>(path: string, credentials: RequestCredentials = "omit", accept?: string): Promise<T> {
    return (await this.#call("GET", path, undefined, accept ? { Accept: accept } : {}, { credentials })).json() as Promise<T>;
  }

  // What the node sends as it comes, until it ends or `stop` hangs up.
  async follow(path: string, hear: (sent: Sent) => void, stop: AbortSignal): Promise<void> {
    const response = await this.#call("GET", path, undefined, { Accept: "text/event-stream" }, { signal: stop });
    const reader = new EventReader();
    const text = new TextDecoder();
    const stream = response.body?.getReader();
    try {
      for (let piece = await stream?.read(); piece && !piece.done; piece = await stream?.read()) {
        for (const sent of reader.feed(text.decode(piece.value, { stream: true }))) hear(sent);
      }
    } catch {
      throw new Failure("offline");
    }
  }

  async page<T>(path: string): Promise<Page<T>> {
    const response = await this.#call("GET", path);
    return { items: (await response.json()) as T[], older: olderIn(response.headers.get("Link")) };
  }

  async file(path: string): Promise<Blob> {
    return (await this.#call("GET", path)).blob();
  }

  async post<T>(path: string, body?: Body, headers?: Record<string, string>): Promise<T> {
    return (await this.#call("POST", path, body, headers)).json() as Promise<T>;
  }

  async put<T>(path: string, body?: Body): Promise<T> {
    return (await this.#call("PUT", path, body)).json() as Promise<T>;
  }

  async patch<T>(path: string, body?: Body): Promise<T> {
    return (await this.#call("PATCH", path, body)).json() as Promise<T>;
  }

  async delete<T>(path: string): Promise<T> {
    return (await this.#call("DELETE", path)).json() as Promise<T>;
  }
}
