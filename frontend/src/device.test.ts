import { expect, test } from "vitest";
import { clockOf, isQuiet } from "./device";

test.each([
  ["22:00", "07:00", "23:15", true],
  ["22:00", "07:00", "06:59", true],
  ["22:00", "07:00", "07:00", false],
  ["22:00", "07:00", "12:00", false],
  ["12:00", "13:30", "12:00", true],
  ["12:00", "13:30", "13:30", false],
  ["08:00", "08:00", "08:00", false],
])("from %s to %s it is quiet at %s: %s", (from, to, clock, quiet) => expect(isQuiet({ from, to }, clock)).toBe(quiet));

test("without quiet hours it never is", () => expect(isQuiet(null, "03:00")).toBe(false));
test("clocks have two digits", () => expect(clockOf(new Date(2026, 1, 2, 3, 4))).toBe("03:04"));
