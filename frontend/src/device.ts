// What this device keeps for the page's worker, which sees nothing else of what the page knows.

import { clear, createStore, get, set, type UseStore } from "idb-keyval";

export interface Quiet {
  from: string; // "22:00", as the device's clock goes
  to: string;
}

export interface DeviceFacts {
  person: string; // whose notifications may be shown here
  quiet: Quiet | null;
  texts: Record<string, string>; // what notifications say, in the language of the page
}

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore("hallway-device", "facts"));

export const readFacts = (): Promise<DeviceFacts | undefined> => get<DeviceFacts>("facts", store());
export const keepFacts = (facts: DeviceFacts): Promise<void> => set("facts", facts, store());
export const forgetFacts = (): Promise<void> => clear(store());

// Whether `clock`, "23:15", lies within; hours that go over midnight, too.
export function isQuiet(quiet: Quiet | null, clock: string): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  if (quiet.from < quiet.to) return clock >= quiet.from && clock < quiet.to;
  return clock >= quiet.from || clock < quiet.to;
}

export const clockOf = (at: Date): string => `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
