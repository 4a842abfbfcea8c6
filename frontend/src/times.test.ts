import { expect, test } from "vitest";
import { dayOf, longTime, shortTime } from "./times";

const now = Date.parse("2026-11-30T12:00:00Z");

test.each([
  ["2026-11-30T11:59:40Z", "now"],
  ["2026-11-30T11:55:00Z", "5m ago"],
  ["2026-11-30T09:00:00Z", "3h ago"],
  ["2026-11-29T09:00:00Z", "yesterday"],
  ["2026-12-02T13:00:00Z", "in 2d"],
  ["2026-10-01T12:00:00Z", "Oct 1"],
  ["2024-10-01T12:00:00Z", "Oct 1, 2024"],
  ["never", ""],
])("%s is %s", (at, text) => expect(shortTime(at, now, "en")).toBe(text));

test("a time that is none is nothing, in any length", () => {
  expect([longTime("never", "en"), dayOf("never", "en")]).toEqual(["", ""]);
  expect(dayOf("2026-11-30T12:00:00Z", "de")).toBe("Montag, 30. November");
});
