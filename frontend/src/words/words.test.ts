import { describe, expect, test, vi } from "vitest";
import first from "./en";
import later from "./en-later";
import { chosenLanguage, languages, localeFor } from "./languages";
import { directionOf, filled, words, type Text, type Texts, type Word } from "./words.svelte";

// English is in two files, each other language in one.
const en = { ...first, ...later };

const placesIn = (text: string): string[] => [...new Set(text.match(/\{[a-z]+\}/g) ?? [])].sort();
const formsOf = (text: Text): string[] => (typeof text === "string" ? [text] : Object.values(text));
const wholeOf = (text: Text): string => (typeof text === "string" ? text : text.other);

const textsOf = async (language: string): Promise<Texts> => ((await languages[language]!.load?.())?.default ?? en) as Texts;

describe.each(Object.keys(languages))("%s", (language) => {
  test("says all that English says, with the same values", async () => {
    const texts = await textsOf(language);
    expect(Object.keys(en).filter((word) => !(word in texts)), `not said in ${language} yet`).toEqual([]);
    expect(Object.keys(texts).filter((word) => !(word in en)), `no longer said`).toEqual([]);
    for (const word of Object.keys(en) as Word[]) {
      const places = placesIn(wholeOf(en[word]));
      expect([word, placesIn(wholeOf(texts[word]))]).toEqual([word, places]);
      // "One post" may do without its number, but names nothing that is not there.
      for (const form of formsOf(texts[word])) for (const place of placesIn(form)) expect(places, `${word} in ${language}`).toContain(place);
      expect(typeof texts[word], `${word} in ${language}`).toBe(typeof en[word]);
    }
  });

  test("has each plural form that its grammar asks for", async () => {
    const texts = await textsOf(language);
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

test("words that run the other way are kept apart, and none turns the sentence around", () => {
  expect(filled("by {name}, today", { name: "علي" }, "en")).toBe("by \u2068علي\u2069, today");
  expect(filled("منشور {name}", { name: "Ada" }, "ar-EG")).toBe("منشور \u2068Ada\u2069");
  expect(filled("by {name}", { name: "\u202eadA" }, "en")).toBe("by adA");
});

test.each([[["de-AT", "en"], "de"], [["xx", "de"], "de"], [["constructor"], "en"], [[], "en"]])("%j speaks %s", (tags, language) =>
  expect(chosenLanguage(tags)).toBe(language));

test("Arabic has six forms, each where its grammar wants it", async () => {
  const text = (await textsOf("ar"))["home.new"];
  const said = [0, 1, 2, 3, 11, 100].map((n) => filled(text, { n }, "ar-EG"));
  expect(said).toEqual(["لا منشورات جديدة", "منشور جديد", "منشوران جديدان", "٣ منشورات جديدة", "١١ منشورًا جديدًا", "١٠٠ منشور جديد"]);
});

test("what a language does not say yet is said in English", async () => {
  const german = languages.de!;
  languages.de = { name: "Deutsch", load: async () => ({ default: { "nav.home": "Start" } }) };
  await words.speak("de");
  expect([words.say("nav.home"), words.say("nav.search")]).toEqual(["Start", "Search"]);
  languages.de = german;
  await words.speak("en");
});

test("Arabic is written from the right", () => {
  expect(directionOf("ar")).toBe("rtl");
  expect(directionOf("de")).toBe("ltr");
});

test("what a screen brings along is said in the language that is spoken", async () => {
  words.learn(later);
  expect(words.say("drafts.title")).toBe("Drafts");
  await words.speak("de");
  expect(words.say("drafts.title")).toBe("Entwürfe");
  words.learn(later);
  expect(words.say("drafts.title")).toBe("Entwürfe");
  await words.speak("en");
  expect(words.say("drafts.title")).toBe("Drafts");
});

test("no word stands in both files of English", () => {
  expect(Object.keys(later).filter((word) => word in first)).toEqual([]);
});

test("dates and numbers are written as the reader's region does, where it speaks the language", () => {
  const tags = vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-AT", "en-GB"]);
  expect(["de", "en", "ja"].map(localeFor)).toEqual(["de-AT", "en-GB", "ja"]);
  tags.mockRestore();
});
