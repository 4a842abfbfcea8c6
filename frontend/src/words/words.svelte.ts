// What the page says, in the language of who reads it.

import en from "./en";
import type { Text, Texts, Word } from "./texts";

export type { Text, Word } from "./texts";
export type Values = Record<string, string | number>;

// To add a language, write its file and a row.
export const languages: Record<string, { name: string; load: () => Promise<Texts> }> = {
  en: { name: "English", load: async () => en },
  de: { name: "Deutsch", load: async () => (await import("./de")).default },
};

const rightToLeft = new Set(["ar"]);
export const directionOf = (language: string): "rtl" | "ltr" => (rightToLeft.has(language) ? "rtl" : "ltr");

// The first of what the reader prefers that is spoken here.
export function chosenLanguage(preferred: readonly string[]): string {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split("-")[0] ?? "";
    if (Object.hasOwn(languages, language)) return language;
  }
  return "en";
}

// `text` with its values; numbers as the language writes them, the form by {n}.
export function filled(text: Text, values: Values, language: string): string {
  const n = Number(values.n ?? 0);
  let form = typeof text === "string" ? text : (text[new Intl.PluralRules(language).select(n)] ?? text.other);
  if (typeof text !== "string" && n === 0 && text.zero) form = text.zero; // also where grammar has none
  return form.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : value;
  });
}

const key = "hallway.language";

class Words {
  language = $state("en");
  // How dates and numbers are written: as the reader's region does, where it speaks the language.
  locale = $derived(navigator.languages.find((tag) => tag.toLowerCase().split("-")[0] === this.language) ?? this.language);
  #texts = $state.raw<Texts>(en);

  async start(): Promise<void> {
    await this.speak(localStorage.getItem(key) ?? chosenLanguage(navigator.languages));
  }

  async choose(language: string): Promise<void> {
    localStorage.setItem(key, language);
    await this.speak(language);
  }

  async speak(language: string): Promise<void> {
    const known = Object.hasOwn(languages, language) ? language : "en";
    this.#texts = (await languages[known]?.load()) ?? en;
    this.language = known;
    document.documentElement.lang = known;
    document.documentElement.dir = directionOf(known);
  }

  say(word: Word, values: Values = {}): string {
    return filled(this.#texts[word], values, this.locale);
  }
}

export const words = new Words();
export const say = (word: Word, values?: Values): string => words.say(word, values);

// "Ada, Lena and Tom", as the language joins them.
export const listed = (names: string[]): string => new Intl.ListFormat(words.language, { type: "conjunction" }).format(names);
