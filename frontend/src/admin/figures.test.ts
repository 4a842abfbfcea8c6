import { expect, test } from "vitest";
import { deliveryLines, inBytes, lastDays, linesOf, mebibytes } from "./figures";

test.each([
  [0, "0 byte"],
  [999, "999 byte"],
  [1_500, "2 kB"],
  [12_340_000, "12.3 MB"],
  [3e15, "3,000 TB"],
])("%d are %s", (bytes, text) => expect(inBytes(bytes, "en")).toBe(text));

test("a mebibyte has one digit behind the point", () => expect(mebibytes(1_600_000)).toBe(1.5));

test("what was measured becomes lines over the same days", () => {
  const data = [{ date: "2026-11-29T00:00:00.000Z", value: "3" }, { date: "2026-11-30T00:00:00.000Z", value: "5" }];
  const { days, lines } = linesOf([{ key: "active_users", data }, { key: "x", data }], { active_users: "Active" });
  expect(days).toEqual(["2026-11-29", "2026-11-30"]);
  expect(lines).toEqual([{ name: "Active", values: [3, 5] }, { name: "x", values: [3, 5] }]);
  expect(linesOf([], {})).toEqual({ days: [], lines: [] });
});

test("four weeks end today", () => expect(lastDays(Date.parse("2026-11-30T08:00:00Z"))).toEqual({ start_at: "2026-11-03", end_at: "2026-11-30" }));

test("what became of deliveries is a line each", () => {
  const counts = [{ at: "2026-11-30T08:00:00.000Z", made: 3, put_off: 1, given_up: 0 }, { at: "2026-11-30T09:00:00.000Z", made: 5, put_off: 0, given_up: 2 }];
  expect(deliveryLines(counts, { made: "Made", put_off: "Put off", given_up: "Given up" })).toEqual([
    { name: "Made", values: [3, 5] },
    { name: "Put off", values: [1, 0] },
    { name: "Given up", values: [0, 2] },
  ]);
});
