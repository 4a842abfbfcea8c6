// What the pages of lists, filters, sessions and one's own data say.

import { MoreWords } from "./more.svelte";
import en, { type SettingsWord } from "./settings.en";

export type { SettingsWord };

// To add a language, write its file and a row.
export const settingsLanguages = {
  de: async () => (await import("./settings.de")).default,
  fr: async () => (await import("./settings.fr")).default,
  es: async () => (await import("./settings.es")).default,
  ja: async () => (await import("./settings.ja")).default,
  ar: async () => (await import("./settings.ar")).default,
};

export const settingsWords = new MoreWords<SettingsWord>(en, settingsLanguages);
export const tell = (word: SettingsWord, values?: Record<string, string | number>): string => settingsWords.say(word, values);
