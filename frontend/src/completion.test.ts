import { expect, test } from "vitest";
import { begunAt, completed, lengthOf } from "./completion";

test.each([
  ["hi @le", { kind: "@", text: "le", from: 3 }],
  ["@lena@des", { kind: "@", text: "lena@des", from: 0 }],
  ["#Größe", { kind: "#", text: "Größe", from: 0 }],
  ["(#a", { kind: "#", text: "a", from: 1 }],
  ["ok :bl", { kind: ":", text: "bl", from: 3 }],
  ["at 10:30", null],
  ["me@example", null],
  ["@", null],
  [":b", null],
  ["@lena and", null],
])("%s", (text, expected) => expect(begunAt(text, text.length)).toEqual(expected));

test("what is chosen replaces what was begun, with one space after it", () => {
  const text = "hi @le, you";
  expect(completed(text, begunAt(text, 6)!, "@lena@x")).toEqual({ text: "hi @lena@x , you", caret: 11 });
  const spaced = "hi @le you";
  expect(completed(spaced, begunAt(spaced, 6)!, "@lena")).toEqual({ text: "hi @lena you", caret: 9 });
});

test("the length is what the node counts", () => {
  expect(lengthOf("see https://a.example/very/long/address/indeed/yes", 23)).toBe(27);
  expect(lengthOf("@lena@design.example hi", 23)).toBe(8);
  expect(lengthOf("👍👍", 23)).toBe(2);
});
