// People, as those who run the node look for them.

import type { AdminAccount } from "./entities";
import type { AdminWord } from "./words.svelte";

export const memberStates = ["local", "pending", "disabled", "silenced", "staff", "remote"] as const;
export type MemberState = (typeof memberStates)[number];

// `typed`: a part of an account's name, or an address of mail.
export function membersPath(state: MemberState, typed: string): string {
  const query = new URLSearchParams({ origin: state === "remote" ? "remote" : "local", limit: "50" });
  if (state === "pending" || state === "disabled" || state === "silenced") query.set("status", state);
  if (state === "silenced") query.delete("origin");
  if (state === "staff") query.set("permissions", "staff");
  const text = typed.trim().replace(/^@/, "");
  if (/^[^@\s]+@[^@\s]+$/.test(text) && state !== "remote") query.set("email", text);
  else if (text) {
    const [name = "", domain] = text.split("@");
    query.set("username", name);
    if (domain) query.set("by_domain", domain);
  }
  return `/api/v2/admin/accounts?${query}`;
}

export const isWaiting = (one: AdminAccount): boolean => one.domain === null && !one.approved;

// What is to be seen of them at a glance.
export function marksOf(one: AdminAccount): AdminWord[] {
  const marks: AdminWord[] = [];
  if (one.role.name) marks.push(`role.${one.role.name}`);
  if (isWaiting(one)) marks.push("state.waiting");
  if (one.disabled) marks.push("state.disabled");
  else if (one.suspended) marks.push("state.suspended");
  if (one.silenced) marks.push("state.silenced");
  if (one.sensitized) marks.push("state.sensitized");
  return marks;
}

export type Deed = "approve" | "reject" | "silence" | "unsilence" | "sensitive" | "unsensitive" | "disable" | "enable" | "suspend" | "unsuspend" | "delete";

// What can be done about them, the gentlest first.
export function deedsFor(one: AdminAccount): Deed[] {
  if (isWaiting(one)) return ["approve", "reject"];
  const deeds: Deed[] = [one.sensitized ? "unsensitive" : "sensitive", one.silenced ? "unsilence" : "silence"];
  if (one.domain === null) deeds.push(one.disabled ? "enable" : "disable");
  else deeds.push(one.suspended ? "unsuspend" : "suspend");
  if (one.domain === null && one.disabled) deeds.push("delete");
  return deeds;
}

// How the API is asked for it.
export function requestFor(id: string, deed: Deed): { method: "post" | "delete"; path: string; body?: { type: string } } {
  const path = `/api/v1/admin/accounts/${id}`;
  if (deed === "delete") return { method: "delete", path };
  if (deed === "silence" || deed === "sensitive" || deed === "disable" || deed === "suspend") {
    return { method: "post", path: `${path}/action`, body: { type: deed } };
  }
  return { method: "post", path: `${path}/${deed}` };
}
