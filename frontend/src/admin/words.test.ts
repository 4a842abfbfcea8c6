import { describe, expect, test } from "vitest";
import { adminLanguages } from "./words.svelte";
import en from "./words.en";
import { welcomeLanguages } from "../words/welcome.svelte";
import welcome from "../words/welcome.en";
import { languages } from "../words/languages";
import type { Text } from "../words/texts";
import { settingsLanguages } from "../words/settings.svelte";
import settings from "../words/settings.en";

type Words = Record<string, Text>;
const placesIn = (text: string): string[] => (text.match(/\{[a-z]+\}/g) ?? []).sort();
const wholeOf = (text: Text): string => (typeof text === "string" ? text : text.other);
const formsOf = (text: Text): string[] => (typeof text === "string" ? [text] : Object.values(text));

// What is loaded with some pages only; the rest is tried in words/words.test.ts.
const files: [string, Words, Record<string, () => Promise<Words>>][] = [
  ["administration", en, adminLanguages],
  ["the first steps", welcome, welcomeLanguages],
  ["lists, filters, sessions and data", settings, settingsLanguages],
];

describe.each(files)("of %s", (_, english, others) => {
  test("each language of the page says all", () => {
    expect(Object.keys(others).sort()).toEqual(Object.keys(languages).filter((language) => language !== "en").sort());
  });

  test.each(Object.keys(others))("%s says what English says, with the same values", async (language) => {
    const texts = await others[language]!();
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [word, text] of Object.entries(english)) {
      const said = texts[word]!;
      expect([word, placesIn(wholeOf(said))]).toEqual([word, placesIn(wholeOf(text))]);
      expect([word, typeof said]).toEqual([word, typeof text]);
      for (const form of formsOf(said)) for (const place of placesIn(form)) expect(placesIn(wholeOf(text)), word).toContain(place);
    }
  });

  test.each(Object.keys(others))("%s has each plural form that its grammar asks for", async (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [word, text] of Object.entries(await others[language]!())) {
      if (typeof text !== "string") expect(Object.keys(text), word).toEqual(expect.arrayContaining(forms));
    }
  });
});
