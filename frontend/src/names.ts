// What somebody calls themselves, made fit to stand among other words: strangers choose it.

import type { Account } from "./entities";

// They turn around the text after them, or cannot be seen.
const turning = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;
const seen = /[\p{L}\p{N}\p{P}\p{S}]/u;
const marks = /(\p{M}{4})\p{M}+/gu; // towers of accents
const longest = 100;

export function plainName(text: string): string {
  const name = text.replace(turning, "").replace(marks, "$1").replace(/\s+/g, " ").trim();
  if (!seen.test(name)) return "";
  const letters = [...name];
  return letters.length > longest ? `${letters.slice(0, longest).join("")}…` : name;
}

// Never empty: who has no name that can be seen is called by their account.
export const nameOf = (account: Pick<Account, "display_name" | "username">): string => plainName(account.display_name) || account.username;

// An account's address, of which the end of the host always stands: that is what tells whose it is.
export function handleOf(acct: string): string {
  const [name = "", host = ""] = acct.split("@");
  const short = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  if (!host) return `@${short}`;
  return `@${short}@${host.length > 40 ? `…${host.slice(-40)}` : host}`;
}
