// Which languages the page speaks. Each but English, which is always there, is a file that is loaded
// where it is spoken. Needs nothing else of the page: it is asked before the rest has come.

import type { Texts } from "./texts";

export interface Language {
  name: string;
  load?: () => Promise<{ default: Partial<Texts> }>;
}

// To add a language, write its file and a row.
export const languages: Record<string, Language> = {
  en: { name: "English" },
  de: { name: "Deutsch", load: () => import("./de") },
  fr: { name: "Français", load: () => import("./fr") },
  es: { name: "Español", load: () => import("./es") },
  ja: { name: "日本語", load: () => import("./ja") },
  ar: { name: "العربية", load: () => import("./ar") },
};

const key = "hallway.language";

// The first of what the reader prefers that is spoken here.
export function chosenLanguage(preferred: readonly string[]): string {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split("-")[0] ?? "";
    if (Object.hasOwn(languages, language)) return language;
  }
  return "en";
}

// What was chosen here, else what the browser prefers.
export function wantedLanguage(): string {
  const chosen = localStorage.getItem(key);
  return chosen !== null && Object.hasOwn(languages, chosen) ? chosen : chosenLanguage(navigator.languages);
}

// How dates and numbers are written: as the reader's region does, where it speaks the language.
export const localeFor = (language: string): string => navigator.languages.find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;

export function keepLanguage(language: string): void {
  localStorage.setItem(key, language);
}
