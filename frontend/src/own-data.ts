// One's own data as files: whom one follows and the like in the tables that Mastodon exports, so that
// other servers read them; what one wrote as ActivityStreams.

import type { Api } from "./api";
import { toCsv } from "./csv";
import type { Account, List, Status } from "./entities";

export const tableNames = ["following", "lists", "blocks", "mutes", "domains", "bookmarks"] as const;
export type TableName = (typeof tableNames)[number];

export const fileNames: Record<TableName, string> = {
  following: "following_accounts.csv",
  lists: "lists.csv",
  blocks: "blocked_accounts.csv",
  mutes: "muted_accounts.csv",
  domains: "blocked_domains.csv",
  bookmarks: "bookmarks.csv",
};
// The first line of those that have one.
export const headsOf: Partial<Record<TableName, string[]>> = {
  following: ["Account address", "Show boosts", "Notify on new posts", "Languages"],
  mutes: ["Account address", "Hide notifications"],
};

export interface Owner {
  id: string;
  username: string;
  domain: string; // of the node
}
// How far it is.
export type Progress = (done: number) => void;

interface Bond {
  id: string;
  showing_reblogs: boolean;
  notifying: boolean;
  languages: string[] | null;
  muting_notifications: boolean;
}

// People of the node are known by name alone there, and nowhere else.
export const addressOf = (one: { acct: string }, domain: string): string => (one.acct.includes("@") ? one.acct : `${one.acct}@${domain}`);

// All pages of what is there.
export async function allOf<T>(api: Api, first: string, progress: Progress): Promise<T[]> {
  const all: T[] = [];
  for (let path: string | null = first; path; ) {
    const page: { items: T[]; older: string | null } = await api.page<T>(path);
    all.push(...page.items);
    progress(all.length);
    path = page.items.length ? page.older : null;
  }
  return all;
}

async function bondsOf(api: Api, people: Account[]): Promise<Map<string, Bond>> {
  const bonds = new Map<string, Bond>();
  for (let at = 0; at < people.length; at += 40) {
    const ids = people.slice(at, at + 40).map((one) => `id[]=${one.id}`);
    for (const one of await api.get<Bond[]>(`/api/v1/accounts/relationships?${ids.join("&")}`)) bonds.set(one.id, one);
  }
  return bonds;
}

const rowsOf: Record<TableName, (api: Api, owner: Owner, progress: Progress) => Promise<string[][]>> = {
  async following(api, owner, progress) {
    const people = await allOf<Account>(api, `/api/v1/accounts/${owner.id}/following?limit=80`, progress);
    const bonds = await bondsOf(api, people);
    return people.map((one) => {
      const bond = bonds.get(one.id);
      return [addressOf(one, owner.domain), String(bond?.showing_reblogs ?? true), String(bond?.notifying ?? false), (bond?.languages ?? []).join(", ")];
    });
  },
  async lists(api, owner, progress) {
    const rows: string[][] = [];
    for (const list of await api.get<List[]>("/api/v1/lists")) {
      for (const one of await api.get<Account[]>(`/api/v1/lists/${list.id}/accounts?limit=0`)) rows.push([list.title, addressOf(one, owner.domain)]);
      progress(rows.length);
    }
    return rows;
  },
  async blocks(api, owner, progress) {
    return (await allOf<Account>(api, "/api/v1/blocks?limit=80", progress)).map((one) => [addressOf(one, owner.domain)]);
  },
  async mutes(api, owner, progress) {
    const people = await allOf<Account>(api, "/api/v1/mutes?limit=80", progress);
    const bonds = await bondsOf(api, people);
    return people.map((one) => [addressOf(one, owner.domain), String(bonds.get(one.id)?.muting_notifications ?? true)]);
  },
  async domains(api, _, progress) {
    return (await allOf<string>(api, "/api/v1/domain_blocks?limit=200", progress)).map((one) => [one]);
  },
  async bookmarks(api, _, progress) {
    return (await allOf<Status>(api, "/api/v1/bookmarks?limit=40", progress)).map((one) => [one.uri]);
  },
};

export const rowsHere = (api: Api, name: TableName, owner: Owner, progress: Progress): Promise<string[][]> => rowsOf[name](api, owner, progress);

export async function tableOf(api: Api, name: TableName, owner: Owner, progress: Progress): Promise<{ text: string; rows: number }> {
  const rows = await rowsHere(api, name, owner, progress);
  const head = headsOf[name];
  return { text: toCsv(head ? [head, ...rows] : rows), rows: rows.length };
}

type Thing = Record<string, unknown>;
const activityStreams = "application/activity+json";

// What one did, the newest first: each page of one's outbox as its author may see it.
export async function outboxOf(api: Api, owner: Owner, progress: Progress): Promise<Thing> {
  const path = `/users/${encodeURIComponent(owner.username)}/outbox`;
  const outbox = await api.get<Thing>(path, "omit", activityStreams);
  const items: unknown[] = [];
  for (let next = outbox.first; next; ) {
    const { pathname, search } = new URL(String(typeof next === "object" ? (next as Thing).id : next), "http://here");
    const page = await api.get<Thing>(pathname + search, "omit", activityStreams);
    items.push(...(Array.isArray(page.orderedItems) ? page.orderedItems : []));
    progress(items.length);
    next = page.next;
  }
  return { "@context": outbox["@context"], id: "outbox.json", type: "OrderedCollection", totalItems: items.length, orderedItems: items };
}

export const actorOf = (api: Api, owner: Owner): Promise<Thing> => api.get<Thing>(`/users/${encodeURIComponent(owner.username)}`, "omit", activityStreams);

// The paths of the files that these posts carry and the node of `base` has; each once.
export function filesIn(outbox: Thing, base: string): string[] {
  const paths = new Set<string>();
  for (const item of outbox.orderedItems as Thing[]) {
    const { attachment } = (typeof item.object === "object" && item.object ? item.object : {}) as Thing;
    for (const one of [attachment ?? []].flat() as Thing[]) {
      const url = [one.url].flat().map((each) => (typeof each === "object" && each ? (each as Thing).href : each))[0];
      if (typeof url === "string" && URL.canParse(url) && new URL(url).origin === base) paths.add(new URL(url).pathname);
    }
  }
  return [...paths];
}
