import { beforeEach, expect, test } from "vitest";
import { keepMet, metIn } from "./visits";

beforeEach(() => localStorage.clear());

test("what was met before is known, and nothing of a thread that is new", () => {
  expect(metIn(localStorage, "1")).toBeNull();
  keepMet(localStorage, "1", ["2", "3"], 10);
  keepMet(localStorage, "1", ["3", "4"], 11);
  expect([...metIn(localStorage, "1")!]).toEqual(["2", "3", "4"]);
  expect(metIn(localStorage, "5")).toBeNull();
});

test("it stays small: the threads of long ago and the first answers of long ones go", () => {
  for (let n = 0; n < 70; n += 1) keepMet(localStorage, `t${n}`, ["1"], n);
  expect([metIn(localStorage, "t9"), metIn(localStorage, "t10")]).toEqual([null, new Set(["1"])]);
  keepMet(localStorage, "long", Array.from({ length: 1000 }, (_, n) => String(n)), 100);
  expect(metIn(localStorage, "long")!.size).toBe(400);
});

test("what somebody else left there does no harm", () => {
  for (const odd of ["{", "null", "[1]", '{"1":{"ids":3}}']) {
    localStorage.setItem("hallway.threads", odd);
    expect(metIn(localStorage, "1")).toBeNull();
  }
});
