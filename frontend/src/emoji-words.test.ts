import { expect, test } from "vitest";
import { among, emojisCalled, files, readNames } from "./emoji-words";
import { typedEmotion } from "./emotions";
import { languages } from "./words/languages";

const signs = async (text: string, language: string): Promise<string[]> => (await emojisCalled(text, language, 6)).map((one) => one.sign);

test.each([
  ["en", "thumbs_up", "👍"],
  ["de", "daumen hoch", "👍"],
  ["fr", "cafe", "☕"],
  ["es", "corazon rojo", "❤️"],
  ["ja", "ロケット", "🚀"],
  ["ar", "صاروخ", "🚀"],
])("in %s, “%s” finds %s", async (language, text, sign) => expect((await signs(text, language))[0]).toBe(sign));

test("every language of the page has names, and each is of one emoji, written as it is shown", async () => {
  for (const language of Object.keys(languages)) {
    const all = readNames((await files[language]?.())?.default ?? "");
    expect(all.length, language).toBeGreaterThan(1_400);
    expect(all.filter((one) => !one.name || !typedEmotion(one.sign)), language).toEqual([]);
  }
});

test("the whole name comes before its beginning, that before other words, and no more than wanted", () => {
  const known = readNames("1|tea time\n2|cup|tea\n3|steamy\n4|hot tea\n5|tea\n6|coffee");
  expect(among(known, "Tea", 9).map((one) => one.sign)).toEqual(["5", "2", "1", "4", "3"]);
  expect(among(known, "tea", 2).map((one) => one.sign)).toEqual(["5", "2"]);
  expect(among(known, " ", 2)).toEqual([]);
  expect(among(known, "zebra", 2)).toEqual([]);
});
