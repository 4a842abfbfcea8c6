import { expect, test } from "vitest";
import { adminLanguages } from "../admin/words.svelte";
import { languages } from "./languages";
import { settingsLanguages } from "./settings.svelte";
import type { Text } from "./texts";
import { welcomeLanguages } from "./welcome.svelte";

// What stands before a mark of two parts, and within guillemets, does not let the line end there.
const loose = /(?<![\u00a0\u202f?!])[?!;»]|(?<!\u00a0):(?!\/\/)|(?<!\u00a0)…|«(?!\u00a0)/;

test("in French no line begins with a mark that belongs to the word before it", async () => {
  const files = [(await languages.fr!.load!()).default, ...(await Promise.all([settingsLanguages.fr(), welcomeLanguages.fr(), adminLanguages.fr()]))] as Record<string, Text>[];
  const texts = files.flatMap((file) => Object.entries(file)).flatMap(([word, text]) => Object.values(typeof text === "string" ? { text } : text).map((form) => [word, form] as const));
  expect(texts.length).toBeGreaterThan(500);
  const emoji = /:\{?\w+\}?:/g; // is a name, however it is written
  expect(texts.filter(([, form]) => loose.test((form ?? "").replace(emoji, "")))).toEqual([]);
});
