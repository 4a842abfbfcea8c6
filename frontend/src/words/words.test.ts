import { describe, expect, test } from "vitest";
import en from "./en";
import { chosenLanguage, directionOf, filled, languages, type Text, type Word } from "./words.svelte";

const placesIn = (text: Text): string[] => {
  const all = typeof text === "string" ? text : text.other;
  return [...new Set(all.match(/\{[a-z]+\}/g) ?? [])].sort();
};

describe.each(Object.keys(languages))("%s", (language) => {
  test("says all that English says, with the same values", async () => {
    const texts = await languages[language]!.load();
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
    for (const word of Object.keys(en) as Word[]) expect([word, placesIn(texts[word])]).toEqual([word, placesIn(en[word])]);
  });

  test("has each plural form that its grammar asks for", async () => {
    const texts = await languages[language]!.load();
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [word, text] of Object.entries(texts)) {
      if (typeof text === "string") continue;
      for (const form of forms) expect(Object.keys(text), `${word} in ${language}`).toContain(form);
    }
  });
});

test("the form follows the number, and the number the language", () => {
  const text = { one: "{n} post", other: "{n} posts" };
  expect(filled(text, { n: 1 }, "en")).toBe("1 post");
  expect(filled(text, { n: 12345 }, "en")).toBe("12,345 posts");
  expect(filled({ one: "{n} Beitrag", other: "{n} Beiträge" }, { n: 12345 }, "de")).toBe("12.345 Beiträge");
});

test("what somebody is called cannot reach into the sentence", () => {
  expect(filled("{names} said {n}", { names: "{n} $& $1", n: 3 }, "en")).toBe("{n} $& $1 said 3");
  expect(filled("{toString}", {}, "en")).toBe("{toString}");
});

test.each([[["de-AT", "en"], "de"], [["xx", "de"], "de"], [["constructor"], "en"], [[], "en"]])("%j speaks %s", (tags, language) =>
  expect(chosenLanguage(tags)).toBe(language));

test("Arabic is written from the right", () => {
  expect(directionOf("ar")).toBe("rtl");
  expect(directionOf("de")).toBe("ltr");
});
