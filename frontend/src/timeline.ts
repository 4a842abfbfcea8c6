// A timeline as it is shown: each post once, at its newest place, with all who boosted it.

import type { Account, Status } from "./entities";

export interface Entry {
  key: string; // the post's id
  cursor: string; // the id by which the timeline goes on from here
  post: Status;
  boosters: Account[];
}

// `statuses`: newest first.
export function gathered(statuses: Status[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const status of statuses) {
    const post = status.reblog ?? status;
    let entry = entries.get(post.id);
    if (!entry) {
      entry = { key: post.id, cursor: status.id, post, boosters: [] };
      entries.set(post.id, entry);
    }
    const boosted = status.reblog && !entry.boosters.some((one) => one.id === status.account.id);
    if (boosted) entry.boosters.push(status.account);
  }
  return [...entries.values()];
}

// Ids are numbers that do not fit into one: the longer, else the later in the alphabet, is newer.
export function isNewer(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}

// `more` put before or after, each id once.
export function joined(newer: Status[], older: Status[]): Status[] {
  const known = new Set(newer.map((one) => one.id));
  return [...newer, ...older.filter((one) => !known.has(one.id))];
}

// The post as it is now, wherever it stands.
export function replaced(statuses: Status[], now: Status): Status[] {
  return statuses.map((one) => {
    if (one.id === now.id) return now;
    return one.reblog?.id === now.id ? { ...one, reblog: now } : one;
  });
}

export function without(statuses: Status[], id: string): Status[] {
  return statuses.filter((one) => one.id !== id && one.reblog?.id !== id);
}
