// What happens, as the node tells it over a WebSocket, which is opened again for as long as somebody
// listens.

import type { Conversation, Status } from "./entities";

export type Event =
  | { kind: "post"; post: Status; list?: string } // list: it came to that one, not home
  | { kind: "changed"; post: Status }
  | { kind: "deleted"; id: string }
  | { kind: "notification"; post?: Status } // post: what it is about, as it is now
  | { kind: "filters" } // those of the reader have changed
  | { kind: "conversation"; conversation: Conversation | null } // null: nothing is left of it
  | { kind: "begun"; chat: string; id: string } // a conversation that waited to be sent has its id
  | { kind: "missed" }; // connected again: what happened meanwhile was not told

type Listener = (event: Event) => void;

export function eventIn(data: string): Event | null {
  try {
    const { event, payload, stream } = JSON.parse(data) as { event: string; payload: string; stream?: string[] };
    const list = stream?.[0] === "list" ? stream[1] : undefined;
    if (event === "update") return { kind: "post", post: JSON.parse(payload) as Status, ...(list ? { list } : {}) };
    if (event === "filters_changed") return { kind: "filters" };
    if (event === "status.update") return { kind: "changed", post: JSON.parse(payload) as Status };
    if (event === "conversation") return { kind: "conversation", conversation: JSON.parse(payload) as Conversation | null };
    if (event === "delete") return { kind: "deleted", id: payload };
    if (event !== "notification") return null;
    const { status } = JSON.parse(payload) as { status?: Status };
    return { kind: "notification", ...(status ? { post: status } : {}) };
  } catch {
    return null;
  }
}

// Seconds until the next attempt: longer each time, never all at once.
export function pauseAfter(attempts: number, chance: number): number {
  return Math.min(60, 2 ** Math.min(attempts, 6)) * (0.5 + chance / 2);
}

class Live {
  connected = $state(navigator.onLine); // until it has failed
  #socket: WebSocket | null = null;
  #listeners = new Set<Listener>();
  #attempts = 0;
  #timer = 0;
  #token = "";
  #lists = new Set<string>();

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // Hears of a list, too; returns how to stop that.
  hearList(list: string): () => void {
    this.#lists.add(list);
    this.#say("subscribe", "list", list);
    return () => {
      this.#lists.delete(list);
      this.#say("unsubscribe", "list", list);
    };
  }

  #say(type: string, stream: string, list?: string): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify({ type, stream, list }));
  }

  // What this page did itself is told to its other parts in the same way.
  tell(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  start(token: string): void {
    this.stop();
    this.#token = token;
    this.#connect();
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#lose);
    document.addEventListener("visibilitychange", this.#hurry);
  }

  stop(): void {
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#lose);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #hurry = (): void => {
    if (document.visibilityState === "visible" && !this.#socket) this.#connect();
  };

  // The device says so before any socket does.
  #lose = (): void => {
    this.connected = false;
    this.#attempts = Math.max(this.#attempts, 1);
    this.#socket?.close();
  };

  #connect(): void {
    clearTimeout(this.#timer);
    const origin = location.origin.replace(/^http/, "ws");
    // The token travels as the protocol: addresses end up in logs.
    const socket = new WebSocket(`${origin}/api/v1/streaming?stream=user`, this.#token);
    this.#socket = socket;
    socket.onopen = () => {
      if (this.#attempts > 0) this.tell({ kind: "missed" });
      this.#attempts = 0;
      this.connected = true;
      this.#say("subscribe", "direct");
      for (const list of this.#lists) this.#say("subscribe", "list", list);
    };
    socket.onmessage = (message) => {
      const event = eventIn(String(message.data));
      if (event) this.tell(event);
      // Whoever likes a post or reacts to it is counted where its author looks at it.
      if (event?.kind === "notification" && event.post) this.tell({ kind: "changed", post: event.post });
    };
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#attempts += 1;
      if (this.#attempts > 1) this.connected = false;
      this.#timer = window.setTimeout(() => this.#connect(), pauseAfter(this.#attempts, Math.random()) * 1000);
    };
  }
}

export const live = new Live();
