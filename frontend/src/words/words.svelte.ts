// What the page says, in the language of who reads it.

import en from "./en";
import { lists, numbers, plurals } from "../formats";
import { keepLanguage, languages, localeFor, wantedLanguage } from "./languages";
import type { Text, Texts, Word } from "./texts";

export type { Text, Texts, Word } from "./texts";
export type Values = Record<string, string | number>;

const rightToLeft = new Set(["ar"]);
export const directionOf = (language: string): "rtl" | "ltr" => (rightToLeft.has(language) ? "rtl" : "ltr");

// `text` with its values; numbers as the language writes them, the form by {n}.
export function filled(text: Text, values: Values, language: string): string {
  const n = Number(values.n ?? 0);
  let form = typeof text === "string" ? text : (text[plurals(language).select(n)] ?? text.other);
  if (typeof text !== "string" && n === 0 && text.zero) form = text.zero; // also where grammar has none
  return form.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers(language).format(value) : apart(value, language);
  });
}

const [isolate, end] = [0x2068, 0x2069].map((code) => String.fromCodePoint(code));

// Words that run the other way than the sentence are kept apart from it, so that they do not change
// the order of what stands around them; what turns text around is taken out of them.
function apart(value: string, language: string): string {
  const plain = value.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
  const fromRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  const other = directionOf(language.split("-")[0] ?? "") === "rtl" ? /[A-Za-z\u00c0-\u024f]/ : fromRight;
  return other.test(plain) ? isolate + plain + end : plain;
}

class Words {
  language = $state("en");
  locale = $derived(localeFor(this.language));
  #english: Partial<Texts> = en;
  #texts = $state.raw<Partial<Texts>>(en);

  async start(): Promise<void> {
    await this.speak(wantedLanguage());
  }

  async choose(language: string): Promise<void> {
    keepLanguage(language);
    await this.speak(language);
  }

  async speak(language: string): Promise<void> {
    const known = Object.hasOwn(languages, language) ? language : "en";
    // What a language does not say yet is said in English.
    const texts = (await languages[known]?.load?.())?.default;
    this.#texts = { ...this.#english, ...texts };
    this.language = known;
    document.documentElement.lang = known;
    document.documentElement.dir = directionOf(known);
  }

  // English of screens that have just come (later.ts); another language has all of its words in one.
  learn(texts: Partial<Texts>): void {
    this.#english = { ...this.#english, ...texts };
    this.#texts = { ...texts, ...this.#texts };
  }

  say(word: Word, values: Values = {}): string {
    return filled(this.#texts[word] ?? "", values, this.locale);
  }
}

export const words = new Words();
export const say = (word: Word, values?: Values): string => words.say(word, values);

// "Ada, Lena and Tom", as the language joins them.
export const listed = (names: string[]): string => lists(words.language).format(names);
