// What the pages of administration say.

import { MoreWords } from "../words/more.svelte";
import en, { type AdminWord } from "./words.en";

export type { AdminWord };

// To add a language, write its file and a row.
export const adminLanguages = {
  de: async () => (await import("./words.de")).default,
  fr: async () => (await import("./words.fr")).default,
  es: async () => (await import("./words.es")).default,
  ja: async () => (await import("./words.ja")).default,
  ar: async () => (await import("./words.ar")).default,
};

export const adminWords = new MoreWords<AdminWord>(en, adminLanguages);
export const tell = (word: AdminWord, values?: Record<string, string | number>): string => adminWords.say(word, values);
