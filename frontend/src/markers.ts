// How far one has read, kept at the node for all one's devices.

import type { Markers } from "./entities";
import { api } from "./session.svelte";
import { isNewer } from "./timeline";

type Where = keyof Markers;

let timer = 0;
const told: Partial<Record<Where, string>> = {};

export async function readUpTo(where: Where): Promise<string | null> {
  const markers = await api.get<Markers>(`/api/v1/markers?timeline[]=${where}`).catch((): Markers => ({}));
  const id = markers[where]?.last_read_id ?? null;
  if (id) told[where] = id;
  return id;
}

// Said once somebody has stayed for a moment, and never backwards.
export function noteRead(where: Where, id: string): void {
  const before = told[where];
  if (before && !isNewer(id, before)) return;
  told[where] = id;
  clearTimeout(timer);
  timer = window.setTimeout(() => void api.post("/api/v1/markers", { [where]: { last_read_id: id } }).catch(() => delete told[where]), 2_000);
}
