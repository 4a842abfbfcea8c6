import { expect, test } from "vitest";
import { counts, longTimes, numbers } from "./formats";

test("a formatter is made once a language", () => {
  expect(numbers("de")).toBe(numbers("de"));
  expect(numbers("de")).not.toBe(numbers("en"));
  expect(longTimes("de")).not.toBe(numbers("de"));
});

test("each writes as its language does", () => {
  expect([numbers("de").format(1234.5), counts("en").format(12_345)]).toEqual(["1.234,5", "12K"]);
});
