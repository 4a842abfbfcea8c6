// What somebody does not want to read: the node says of each post which of its reader's filters it
// meets, the page does what these ask for where they hold.

import { getContext, setContext } from "svelte";
import type { Status } from "./entities";

export type FilterWhere = "home" | "notifications" | "public" | "thread" | "account";
export type FilterAction = "warn" | "hide" | "blur";

// What of a post is kept from sight, and the titles of the filters that ask for it.
export interface Veil {
  act: FilterAction | null;
  titles: string[];
}

const strength: FilterAction[] = ["hide", "warn", "blur"];

// `reader`: what somebody wrote is never kept from themselves.
export function veilOf(post: Status, where: FilterWhere | null, reader: string | undefined, now = Date.now()): Veil {
  const met = (post.account.id === reader || !post.filtered ? [] : post.filtered)
    .map((one) => one.filter)
    .filter((one) => one.context.includes(where ?? "") && !(one.expires_at && Date.parse(one.expires_at) <= now));
  const act = strength.find((each) => met.some((one) => one.filter_action === each)) ?? null;
  return { act, titles: met.filter((one) => one.filter_action === act).map((one) => one.title) };
}

export const isHidden = (post: Status, where: FilterWhere | null, reader: string | undefined): boolean => veilOf(post, where, reader).act === "hide";

const key = Symbol("where");

// For all posts below the component that calls it.
export function showsPostsOf(where: FilterWhere): void {
  setContext(key, where);
}
export const whereShown = (): FilterWhere | null => getContext<FilterWhere | undefined>(key) ?? null;
