// One line of what is brought, done here.

import { Failure, type Api, type Reason } from "./api";
import type { Task } from "./bring";
import type { Account, Found, List, Status } from "./entities";

export type Why = Reason | "nobody" | "no-post" | "line";

// What did not work, and why.
export interface Missed extends Task {
  why: Why;
  said: string; // by the node, where it said something
}

class NotFound extends Error {
  constructor(readonly why: "nobody" | "no-post") {
    super(why);
  }
}

export class Doer {
  #lists: Promise<Map<string, string>> | null = null; // the id of each, by its title

  constructor(private readonly api: Api) {}

  async do({ kind, row }: Task): Promise<void> {
    const [first = "", second = ""] = row;
    if (kind === "domains") await this.api.post("/api/v1/domain_blocks", { domain: first });
    else if (kind === "bookmarks") await this.api.post(`/api/v1/statuses/${await this.#post(first)}/bookmark`);
    else if (kind === "lists") await this.#putOn(first, await this.#person(second));
    else await this.#meet(kind, await this.#person(first), row);
  }

  #meet(kind: "following" | "blocks" | "mutes", id: string, [, second = "", third = "", fourth = ""]: string[]): Promise<unknown> {
    const at = `/api/v1/accounts/${id}`;
    if (kind === "blocks") return this.api.post(`${at}/block`);
    if (kind === "mutes") return this.api.post(`${at}/mute`, second ? { notifications: second === "true" } : {});
    return this.api.post(`${at}/follow`, {
      ...(second ? { reblogs: second === "true" } : {}),
      ...(third ? { notify: third === "true" } : {}),
      ...(fourth ? { languages: fourth.split(", ") } : {}),
    });
  }

  // The node asks the other one where it does not know them.
  async #person(address: string): Promise<string> {
    const found = await this.api.get<Found>(`/api/v2/search?${new URLSearchParams({ q: address, type: "accounts", resolve: "true", limit: "5" })}`);
    const name = address.slice(0, address.lastIndexOf("@")).toLowerCase();
    const one = found.accounts.find((each) => isThem(each, address)) ?? (found.accounts.length === 1 ? found.accounts.find((each) => each.username.toLowerCase() === name) : undefined);
    if (!one) throw new NotFound("nobody");
    return one.id;
  }

  async #post(link: string): Promise<string> {
    const found = await this.api.get<Found>(`/api/v2/search?${new URLSearchParams({ q: link, type: "statuses", resolve: "true", limit: "5" })}`);
    const one = found.statuses.find((each: Status) => each.uri === link || each.url === link) ?? (found.statuses.length === 1 ? found.statuses[0] : undefined);
    if (!one) throw new NotFound("no-post");
    return one.id;
  }

  async #putOn(title: string, person: string): Promise<void> {
    this.#lists ??= this.api.get<List[]>("/api/v1/lists").then((all) => new Map(all.map((one) => [one.title, one.id])));
    this.#lists.catch(() => (this.#lists = null));
    const lists = await this.#lists;
    const list = lists.get(title) ?? (await this.api.post<List>("/api/v1/lists", { title })).id;
    lists.set(title, list);
    await this.api.post(`/api/v1/lists/${list}/accounts`, { account_ids: [person] });
  }
}

const isThem = (one: Account, address: string): boolean => one.acct.toLowerCase() === address.toLowerCase();

export function missedBy(task: Task, error: unknown): Missed {
  const { kind, row } = task;
  if (error instanceof NotFound) return { kind, row, why: error.why, said: "" };
  return error instanceof Failure ? { kind, row, why: error.reason, said: error.said } : { kind, row, why: "broken", said: String(error) };
}

const mostTries = 4;

// For how many seconds to wait before the same line is tried again; null: there is no use.
// `tries`: how often it has been tried.
export function pauseFor(error: unknown, tries: number): number | null {
  if (!(error instanceof Failure)) return null;
  if (error.reason === "limited") return Math.max(1, error.wait ?? 60);
  if (error.reason === "offline") return 15;
  return error.reason === "busy" && tries < mostTries ? Math.max(1, error.wait ?? 15) : null;
}
