// What one does to a post: shown at once, taken back where the node does not accept it.

import type { Reaction, Status } from "./entities";
import { live } from "./live.svelte";
import { notice } from "./notices.svelte";
import { api } from "./session.svelte";

export type Toggle = "favourite" | "reblog" | "bookmark";

const undone: Record<Toggle, string> = { favourite: "unfavourite", reblog: "unreblog", bookmark: "unbookmark" };

export function toggled(post: Status, act: Toggle): Status {
  if (act === "bookmark") return { ...post, bookmarked: !post.bookmarked };
  if (act === "favourite") return { ...post, favourited: !post.favourited, favourites_count: post.favourites_count + (post.favourited ? -1 : 1) };
  return { ...post, reblogged: !post.reblogged, reblogs_count: post.reblogs_count + (post.reblogged ? -1 : 1) };
}

export function isDone(post: Status, act: Toggle): boolean {
  return act === "bookmark" ? post.bookmarked : act === "favourite" ? post.favourited : post.reblogged;
}

// Boosting is for what its author lets travel.
export const canBoost = (post: Status): boolean => post.visibility === "public" || post.visibility === "unlisted";

export async function toggle(post: Status, act: Toggle): Promise<void> {
  live.tell({ kind: "changed", post: toggled(post, act) });
  try {
    const now = await api.post<Status>(`/api/v1/statuses/${post.id}/${isDone(post, act) ? undone[act] : act}`);
    live.tell({ kind: "changed", post: now.reblog ?? now });
  } catch (error) {
    live.tell({ kind: "changed", post });
    notice.fail(error);
  }
}

export type Emotion = Pick<Reaction, "name" | "url">;

const has = (post: Status, name: string): boolean => post.reactions?.some((one) => one.name === name && one.me) ?? false;

// With the reader's own reaction, or without it where it was there.
export function reacted(post: Status, { name, url = null }: Emotion): Status {
  const before = post.reactions ?? [];
  const mine = has(post, name);
  const known = before.some((one) => one.name === name);
  const all = known ? before.map((one) => (one.name === name ? { ...one, me: !mine, count: one.count + (mine ? -1 : 1) } : one)) : [...before, { name, url, count: 1, me: true }];
  return { ...post, reactions: all.filter((one) => one.count > 0) };
}

export async function react(post: Status, emotion: Emotion): Promise<void> {
  const path = `/api/v1/pleroma/statuses/${post.id}/reactions/${encodeURIComponent(emotion.name)}`;
  live.tell({ kind: "changed", post: reacted(post, emotion) });
  try {
    const now = await (has(post, emotion.name) ? api.delete<Status>(path) : api.put<Status>(path));
    live.tell({ kind: "changed", post: now });
  } catch (error) {
    live.tell({ kind: "changed", post });
    notice.fail(error);
  }
}

export async function vote(post: Status, choices: number[]): Promise<void> {
  const poll = await api.post<Status["poll"]>(`/api/v1/polls/${post.poll?.id}/votes`, { choices });
  live.tell({ kind: "changed", post: { ...post, poll } });
}

// Takes it for the answer to the question above it, or no longer. Whoever asked may.
export async function accept(post: Status): Promise<void> {
  const act = post.hallway?.answers_question ? "unaccept" : "accept";
  const question = await api.post<Status>(`/api/hallway/v1/statuses/${post.id}/${act}`);
  live.tell({ kind: "changed", post: question });
}

export async function erase(post: Status): Promise<void> {
  await api.delete(`/api/v1/statuses/${post.id}`);
  live.tell({ kind: "deleted", id: post.id });
}
