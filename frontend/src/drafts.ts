// What is being written, kept in the browser until it has been posted: nothing typed is lost when a
// tab, the node or the network goes.

import type { AudienceName } from "./audience";

export interface DraftFile {
  id: string;
  preview: string | null;
  type: string;
  name: string;
  description: string;
}

export interface Draft {
  text: string;
  warning: string;
  warned: boolean;
  language: string;
  audience: AudienceName;
  question: boolean; // who posts it waits for an answer
  files: DraftFile[];
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

export const isEmpty = (draft: Pick<Draft, "text" | "warning" | "files">): boolean => !draft.text.trim() && !draft.warning.trim() && draft.files.length === 0;

const nothing: Pick<Draft, "text" | "warning" | "files"> = { text: "", warning: "", files: [] };

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
