// What the first steps say.

import { MoreWords } from "./more.svelte";
import en, { type WelcomeWord } from "./welcome.en";

export type { WelcomeWord };

// To add a language, write its file and a row.
export const welcomeLanguages = {
  de: async () => (await import("./welcome.de")).default,
  fr: async () => (await import("./welcome.fr")).default,
  es: async () => (await import("./welcome.es")).default,
  ja: async () => (await import("./welcome.ja")).default,
  ar: async () => (await import("./welcome.ar")).default,
};

export const welcomeWords = new MoreWords<WelcomeWord>(en, welcomeLanguages);
export const greet = (word: WelcomeWord, values?: Record<string, string | number>): string => welcomeWords.say(word, values);
