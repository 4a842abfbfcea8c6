import { expect, test } from "vitest";
import { hasAsked } from "./asked";
import { status } from "./sample";

test("whoever asked may accept an answer, nobody else", () => {
  const question = { ...status("1"), hallway: { question: true, accepted_answer_id: null, answers_question: false } };
  const asker = question.account.id;
  expect(hasAsked([status("0"), question], asker)).toBe(true);
  expect(hasAsked([status("0")], asker)).toBe(false);
  expect(hasAsked([question], "somebody else")).toBe(false);
  expect(hasAsked([question], undefined)).toBe(false);
});
