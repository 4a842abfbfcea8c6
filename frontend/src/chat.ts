// A conversation as it is shown: what was written by days, neighbours of one author together.

import type { Account, Conversation, Status } from "./entities";
import { isNewer } from "./timeline";

export interface Run {
  key: string;
  author: Account;
  posts: Status[];
}

export interface Day {
  day: string;
  runs: Run[];
}

const together = 5 * 60_000;

// `posts`: oldest first.
export function daysOf(posts: Status[], nameOf: (at: string) => string): Day[] {
  const days: Day[] = [];
  for (const post of posts) {
    const name = nameOf(post.created_at);
    let day = days.at(-1);
    if (day?.day !== name) days.push((day = { day: name, runs: [] }));
    const run = day.runs.at(-1);
    const before = run?.posts.at(-1);
    const goesOn = before && run?.author.id === post.account.id && Date.parse(post.created_at) - Date.parse(before.created_at) < together;
    if (goesOn) run.posts.push(post);
    else day.runs.push({ key: post.id, author: post.account, posts: [post] });
  }
  return days;
}

// Each once, oldest first; what is told twice stands as it was told last.
export function merged(before: Status[], fresh: Status[]): Status[] {
  const byId = new Map([...before, ...fresh].map((one) => [one.id, one]));
  return [...byId.values()].sort((a, b) => (a.id === b.id ? 0 : isNewer(a.id, b.id) ? 1 : -1));
}

const idsOf = (people: Pick<Account, "id">[]): string => people.map((one) => one.id).sort().join(",");

// The conversation that is between exactly these, the latest of them.
export function between(all: Conversation[], people: Pick<Account, "id">[]): Conversation | null {
  return all.find((one) => idsOf(one.accounts) === idsOf(people)) ?? null;
}

export const newChatName = (people: Pick<Account, "id">[]): string => `new:${idsOf(people)}`;

// The conversation with its news, on top.
export function risen(all: Conversation[], one: Conversation): Conversation[] {
  return [one, ...all.filter((other) => other.id !== one.id)];
}

// Whether the text has an @name in it, which some will take for an invitation.
export const namesSomebody = (text: string): boolean => /(^|[\s(])@[\p{L}\p{N}_]/u.test(text);
