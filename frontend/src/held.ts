// Files that were chosen without a connection: kept in the browser until the node has them. What is
// written names them by an id that no node gives.

import { createStore, del, delMany, entries, get, set, type UseStore } from "idb-keyval";
import { Failure } from "./api";
import type { DraftFile } from "./drafts";
import type { Attachment } from "./entities";
import { upload } from "./upload";

interface Held {
  file: File;
  at: number;
}

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore("hallway-held", "files"));

const prefix = "held:";
export const isHeld = (id: string): boolean => id.startsWith(prefix);
export const heldOf = (files: DraftFile[]): DraftFile[] => files.filter((file) => isHeld(file.id));

export async function hold(file: File): Promise<string> {
  const id = prefix + crypto.randomUUID();
  await set(id, { file, at: Date.now() } satisfies Held, store());
  return id;
}

export const heldFile = async (id: string): Promise<File | null> => (await get<Held>(id, store()))?.file ?? null;

export const letGo = (ids: string[]): Promise<void> => delMany(ids.filter(isHeld), store());

// To the node, with what was said of it. Fails with missing where the browser has it no more.
export async function uploadHeld({ id, description }: Pick<DraftFile, "id" | "description">): Promise<Attachment> {
  const file = await heldFile(id);
  if (!file) throw new Failure("missing");
  return upload(file, description);
}

// `ids` with another in the place of one.
export const inPlace = (ids: string[], id: string, other: string): string[] => ids.map((one) => (one === id ? other : one));

const grace = 3_600_000; // of what is being written just now

// Of no draft and of nothing that is to be sent: nobody will ask for it again.
export function isStray(id: string, at: number, used: string, now: number): boolean {
  return now - at > grace && !used.includes(id);
}

// `used`: where those that are still wanted stand.
export async function forgetStray(used: string): Promise<void> {
  for (const [id, held] of await entries<string, Held>(store())) {
    if (isStray(id, held.at, used, Date.now())) await del(id, store());
  }
}
