import { expect, test } from "vitest";
import { adminLanguages } from "./words.svelte";
import en from "./words.en";
import { welcomeLanguages } from "../words/welcome.svelte";
import welcome from "../words/welcome.en";

const placesIn = (text: string | { other: string }): string[] => ((typeof text === "string" ? text : text.other).match(/\{[a-z]+\}/g) ?? []).sort();

test.each([
  ["administration", en as Record<string, string | { other: string }>, adminLanguages],
  ["the first steps", welcome as Record<string, string | { other: string }>, welcomeLanguages],
])("all languages say of %s what English says, with the same values", async (_, english, languages) => {
  for (const [language, load] of Object.entries(languages)) {
    const texts = (await load()) as Record<string, string | { other: string }>;
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [word, text] of Object.entries(english)) expect([language, word, placesIn(texts[word]!)]).toEqual([language, word, placesIn(text)]);
  }
});
