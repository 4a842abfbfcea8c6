// Where one can go and what one can do by typing a few letters of it.

import type { IconName } from "./parts/Icon.svelte";

export interface Choice {
  key: string;
  icon: IconName;
  text: string;
  more?: string; // what tells it apart from others of the same text
  path?: string;
  run?: () => void;
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// Those in which each word that was typed begins a word, the ones that begin with it first; in the
// order given otherwise.
export function fitting(typed: string, all: Choice[]): Choice[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const wordsOf = (one: Choice): string[] => plain(`${one.text} ${one.more ?? ""}`).split(/[\s@.#]+/);
  const fits = all.filter((one) => wanted.every((word) => wordsOf(one).some((part) => part.startsWith(word)) || (!/[a-z]/.test(word) && plain(one.text).includes(word))));
  const first = (one: Choice): number => (plain(one.text).startsWith(wanted[0] ?? "") ? 0 : 1);
  return fits.sort((a, b) => first(a) - first(b));
}
