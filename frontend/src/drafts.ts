// What is being written, kept in the browser until it has been posted: nothing typed is lost when a
// tab, the node or the network goes.

import type { AudienceName } from "./audience";
import type { Captions, Quotable } from "./entities";

export interface DraftFile {
  id: string;
  preview: string | null;
  type: string;
  name: string;
  description: string;
  focus?: { x: number; y: number }; // what of a picture stays in sight where it is cut; from -1 to 1
  captions?: Captions[]; // that the node has
  posted?: boolean; // what is changed of it goes with the edit of its post
}

export interface DraftPoll {
  options: string[];
  seconds: number; // for which it is open
  multiple: boolean;
}

export interface Draft {
  text: string;
  warning: string;
  warned: boolean;
  language: string;
  audience: AudienceName;
  question: boolean; // who posts it waits for an answer
  files: DraftFile[];
  quotable?: Quotable; // where it is not as its author usually has it
  poll?: DraftPoll | null;
  later?: string; // when it is to be posted, as the browser's input of local times has it
  by?: string; // who writes it
  edits?: string; // the id of the post that it is to replace, which was changed already or not
  changed?: boolean;
  sensitive?: boolean; // its pictures are covered without a warning
  replyTo?: string; // the ids of what it answers and quotes
  quote?: string;
  key: string; // by which the node knows the same post again, however often it is sent
  at: number;
}

const prefix = "hallway.draft.";
const oldest = 30 * 24 * 3600 * 1000;

// `occasion`: the post that is answered, or the words that a new one began with.
export function draftName(person: string, occasion: string): string {
  return `${prefix}${person}.${occasion || "new"}`;
}

export function readDraft(store: Storage, name: string): Draft | null {
  try {
    const draft = JSON.parse(store.getItem(name) ?? "null") as Draft | null;
    return draft && typeof draft.text === "string" && Array.isArray(draft.files) ? draft : null;
  } catch {
    return null;
  }
}

// False where the browser has no room.
export function keepDraft(store: Storage, name: string, draft: Draft): boolean {
  try {
    store.setItem(name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

type Said = Pick<Draft, "text" | "warning" | "files" | "poll">;
export const isEmpty = (draft: Said): boolean =>
  !draft.text.trim() && !draft.warning.trim() && draft.files.length === 0 && !draft.poll?.options.some((one) => one.trim());

const nothing: Said = { text: "", warning: "", files: [] };

export interface Kept {
  name: string;
  draft: Draft;
}

// Somebody's drafts, the latest first.
export function listDrafts(store: Storage, person: string): Kept[] {
  const found: Kept[] = [];
  for (const name of Object.keys(store)) {
    const draft = name.startsWith(prefix) ? readDraft(store, name) : null;
    if (draft?.by === person && !isEmpty(draft)) found.push({ name, draft });
  }
  return found.sort((one, other) => other.draft.at - one.draft.at);
}

// Answers that nobody went back to for a month.
export function forgetOldDrafts(store: Storage, now: number): void {
  for (const name of Object.keys(store)) {
    if (name.startsWith(prefix) && now - (readDraft(store, name)?.at ?? 0) > oldest) store.removeItem(name);
  }
}

// Of how many `person` has typed something.
export function countDrafts(store: Storage, person: string): number {
  return Object.keys(store).filter((name) => name.startsWith(`${prefix}${person}.`) && !isEmpty(readDraft(store, name) ?? nothing)).length;
}

export function forgetDrafts(store: Storage, person: string): void {
  for (const name of Object.keys(store)) if (name.startsWith(`${prefix}${person}.`)) store.removeItem(name);
}
