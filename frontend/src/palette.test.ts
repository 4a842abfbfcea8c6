import { expect, test } from "vitest";
import { fitting, type Choice } from "./palette";

const all: Choice[] = ["Home", "Go home", "Réglages", "Bookmarks", "通知"].map((text) => ({ key: text, icon: "home", text }));
const found = (typed: string): string[] => fitting(typed, all).map((one) => one.text);

test("a few letters find it, whatever their case and accents", () => {
  expect(found("regl")).toEqual(["Réglages"]);
  expect(found("BOOK")).toEqual(["Bookmarks"]);
  expect(found("知")).toEqual(["通知"]);
});

test("what begins with it comes first, and each word must be there", () => {
  expect(found("ho")).toEqual(["Home", "Go home"]);
  expect(found("ho go")).toEqual(["Go home"]);
  expect(found("ho x")).toEqual([]);
  expect(found("")).toHaveLength(5);
});
