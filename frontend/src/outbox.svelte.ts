// What was written and is not at the node yet: kept in the browser, sent one after the other as soon
// as there is a connection, by one tab at a time, each once.

import { createStore, del, set, values, type UseStore } from "idb-keyval";
import { Failure, type Reason } from "./api";
import type { Draft, DraftFile } from "./drafts";
import type { Status } from "./entities";
import { textOf } from "./foreign";
import { inPlace, letGo, uploadHeld } from "./held";
import { live } from "./live.svelte";
import { notice } from "./notices.svelte";
import { pending } from "./pending.svelte";
import { api } from "./session.svelte";
import { say } from "./words/words.svelte";

export interface Waiting {
  key: string; // by which the node knows it again
  person: string;
  at: number;
  text: string;
  body: Record<string, unknown>; // of POST /api/v1/statuses
  chat: string | null; // the conversation that a message is for
  draft: Draft | null; // of a post, to go on writing
  files?: DraftFile[]; // that only the browser has so far
  tried: boolean; // it was sent before, and may have arrived
  not: string[]; // ids of posts that say the same and are others
  refused: { reason: Reason; said: string } | null;
}

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore("hallway-outbox", "waiting"));

// Nothing that is merely out of reach is refused.
export const mayComeLater = (reason: Reason): boolean => ["offline", "busy", "limited", "broken", "signed_out"].includes(reason);

const plain = (text: string): string => text.replace(/\s+/g, "");

// Whether `post` is what `one` says: markup, spaces and the names of hosts apart.
export const isSame = (post: Pick<Status, "content" | "created_at">, one: Pick<Waiting, "text" | "at">): boolean =>
  Date.parse(post.created_at) > one.at - 60_000 && plain(textOf(post.content)) === plain(one.text.replace(/(@[\w.-]+)@[\w.:-]+/g, "$1"));

class Outbox {
  all = $state.raw<Waiting[]>([]);
  sending = $state<string | null>(null);
  #person = "";
  #timer = 0;
  #channel: BroadcastChannel | null = null;

  start(person: string): void {
    this.#person = person;
    this.#channel = new BroadcastChannel("hallway.outbox");
    this.#channel.onmessage = () => void this.#read();
    live.listen((event) => {
      if (event.kind === "missed") void this.send();
    });
    addEventListener("online", () => void this.send());
    void this.#read().then(() => this.send());
  }

  // Kept first, then sent: a crash between the two loses nothing.
  async add(one: Omit<Waiting, "person" | "at" | "tried" | "not" | "refused">, { tried = false } = {}): Promise<void> {
    await set(one.key, { ...one, person: this.#person, at: Date.now(), tried, not: [], refused: null } satisfies Waiting, store());
    await this.#changed();
    if (tried) this.#later();
    else void this.send();
  }

  async again(one: Waiting): Promise<void> {
    await this.#put({ ...one, refused: null });
    await this.send();
  }

  // `withFiles`: nobody goes on writing with them.
  async drop(one: Waiting, { withFiles = true } = {}): Promise<void> {
    await del(one.key, store());
    if (withFiles) await letGo((one.files ?? []).map((file) => file.id));
    await this.#changed();
  }

  // Tabs take turns; whoever comes second finds nothing to do.
  async send(): Promise<void> {
    clearTimeout(this.#timer);
    await navigator.locks.request("hallway.outbox", async () => {
      await this.#read();
      let posts = 0;
      for (const one of this.all.filter((item) => !item.refused)) {
        this.sending = one.key;
        const sent = await this.#sendOne(one);
        this.sending = null;
        if (sent === null) {
          this.#later();
          break;
        }
        if (sent && !one.chat) posts += 1;
      }
      if (posts) notice.tell(say("outbox.sent", { n: posts }));
    });
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.send(), 20_000);
  }

  // Whether it was taken; null: there is no connection.
  async #sendOne(given: Waiting): Promise<boolean | null> {
    const one = this.all.find((item) => item.key === given.key) ?? given; // it may answer what was sent just before
    try {
      const post = (one.tried && (await this.#arrived(one))) || (await this.#post(one));
      await del(one.key, store());
      await this.#changed();
      if (one.chat?.startsWith("new:")) await this.#begun(one.chat, post.id);
      for (const other of this.all.filter((item) => item.text === one.text)) await this.#put({ ...other, not: [...other.not, post.id] });
      live.tell({ kind: "post", post });
      return true;
    } catch (failure) {
      const { reason, said } = failure instanceof Failure ? failure : new Failure("broken", String(failure));
      if (mayComeLater(reason)) return null;
      await this.#put({ ...one, refused: { reason, said } });
      return false;
    }
  }

  async #post(given: Waiting): Promise<Status> {
    const one = await this.#withFiles(given);
    if (!one.tried) await this.#put({ ...one, tried: true });
    return api.post<Status>("/api/v1/statuses", one.body, { "Idempotency-Key": one.key });
  }

  // With its files at the node, each of which is kept here until that is written down.
  async #withFiles(given: Waiting): Promise<Waiting> {
    let one = given;
    for (const file of given.files ?? []) {
      const { id } = await uploadHeld(file);
      const ids = inPlace(one.body.media_ids as string[], file.id, id);
      const draft = one.draft && { ...one.draft, files: one.draft.files.map((other) => (other.id === file.id ? { ...other, id } : other)) };
      one = { ...one, body: { ...one.body, media_ids: ids }, draft, files: (one.files ?? []).filter((other) => other.id !== file.id) };
      await this.#put(one);
      await letGo([file.id]);
    }
    return one;
  }

  // The node knows a key for an hour and until it is restarted: after that one looks.
  async #arrived(one: Waiting): Promise<Status | null> {
    // From the node, not from what the worker keeps: that never has an answer to `since_id`.
    const mine = await api.get<Status[]>(`/api/v1/accounts/${this.#person}/statuses?limit=40&since_id=0`);
    const parent = one.body.in_reply_to_id ?? null;
    return mine.find((post) => isSame(post, one) && post.in_reply_to_id === parent && !one.not.includes(post.id)) ?? null;
  }

  // What follows in a conversation that had no name yet.
  async #begun(chat: string, id: string): Promise<void> {
    for (const one of this.all.filter((item) => item.chat === chat)) {
      await this.#put({ ...one, chat: id, body: { ...one.body, in_reply_to_id: id } });
    }
    live.tell({ kind: "begun", chat, id });
  }

  async #put(one: Waiting): Promise<void> {
    await set(one.key, one, store());
    await this.#changed();
  }

  async #changed(): Promise<void> {
    await this.#read();
    this.#channel?.postMessage("changed");
  }

  async #read(): Promise<void> {
    const all = await values<Waiting>(store());
    this.all = all.filter((one) => one.person === this.#person).sort((a, b) => a.at - b.at);
    pending.count = this.all.filter((one) => !one.chat).length;
  }
}

export const outbox = new Outbox();

export async function forgetOutbox(): Promise<void> {
  await Promise.all(outbox.all.map((one) => outbox.drop(one)));
}

// Of everybody who wrote in this browser.
export const allWaiting = (): Promise<Waiting[]> => values<Waiting>(store());
