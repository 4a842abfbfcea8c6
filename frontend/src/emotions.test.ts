import { beforeEach, expect, test } from "vitest";
import { forgetRecent, keepRecent, ownEmotions, recentEmotions, typedEmotion, usual } from "./emotions";

beforeEach(() => localStorage.clear());

test("each of the usual ones is one emoji, and no two are the same", () => {
  expect(usual.filter((one) => !typedEmotion(one))).toEqual([]);
  expect(new Set(usual).size).toBe(usual.length);
});

test.each(["👍🏽", "👩‍🔬", "🏳️‍🌈", "🇫🇷", "3️⃣", " ☕ "])("%s is one emoji", (text) => expect(typedEmotion(text)).toEqual({ name: text.trim(), url: null }));
test.each(["", "tea", "👍👍", "3", "#", "a👍", "<b>"])("“%s” is none", (text) => expect(typedEmotion(text)).toBeNull());

test("those of the node are found by a part of their name, without those that are not offered", () => {
  const all = ["kiln", "tea_cup", "Teapot", "secret_tea"].map((shortcode) => ({ shortcode, url: "", static_url: `http://x/${shortcode}`, visible_in_picker: shortcode !== "secret_tea" }));
  expect(ownEmotions(all, "").map((one) => one.name)).toEqual(["kiln", "tea_cup", "Teapot"]);
  expect(ownEmotions(all, ":tea").map((one) => one.name)).toEqual(["tea_cup", "Teapot"]);
  expect(ownEmotions(all, "kiln")).toEqual([{ name: "kiln", url: "http://x/kiln" }]);
});

test("the last ones are at hand, each once, the latest first; and gone when they are forgotten", () => {
  for (const name of ["1", "2", "3", "4", "5", "6", "7", "2"]) keepRecent(localStorage, { name, url: null });
  expect(recentEmotions(localStorage).map((one) => one.name)).toEqual(["2", "7", "6", "5", "4", "3"]);
  forgetRecent(localStorage);
  expect(recentEmotions(localStorage)).toEqual([]);
  localStorage.setItem("hallway.emotions", "{");
  expect(recentEmotions(localStorage)).toEqual([]);
});
