import { expect, test } from "vitest";
import { branches, countOf, holds, type Branch } from "./thread";
import { status } from "./sample";

const answer = (id: string, to: string | null) => status(id, { in_reply_to_id: to });
const drawn = (list: Branch[]): string => list.map((one) => one.post.id + (one.answers.length ? `(${drawn(one.answers)})` : "")).join(" ");

test("answers stand below what they answer", () => {
  expect(drawn(branches("1", [answer("2", "1"), answer("4", "3"), answer("3", "2"), answer("5", "1")]))).toBe("2(3(4)) 5");
});

test("an answer to what is not here stands at the root", () => {
  expect(drawn(branches("1", [answer("2", "deleted"), answer("3", null)]))).toBe("2 3");
});

test("a circle neither hides its posts nor goes on for ever", () => {
  const list = branches("1", [answer("2", "3"), answer("3", "2"), answer("4", "2")]);
  expect(list.reduce((sum, one) => sum + countOf(one), 0)).toBe(3);
});

test("what is new below an answer is found however deep it stands", () => {
  const [top] = branches("1", [answer("2", "1"), answer("3", "2"), answer("4", "3")]);
  expect([holds(top!, new Set(["4"])), holds(top!, new Set(["2"])), holds(top!, new Set(["9"]))]).toEqual([true, true, false]);
});
