import { beforeEach, expect, test } from "vitest";
import { countDrafts, draftName, forgetDrafts, forgetOldDrafts, isEmpty, keepDraft, listDrafts, readDraft, type Draft } from "./drafts";

const draft = (change: Partial<Draft> = {}): Draft => ({
  text: "half a thought", warning: "", warned: false, language: "en", audience: "usual", question: false, files: [], key: "k", at: 1_000, ...change,
});

beforeEach(() => localStorage.clear());

test("a draft comes back as it was, each answer for itself", () => {
  const name = draftName("ada", "");
  expect(keepDraft(localStorage, name, draft())).toBe(true);
  expect(readDraft(localStorage, name)).toEqual(draft());
  expect(readDraft(localStorage, draftName("ada", "7"))).toBeNull();
  expect(readDraft(localStorage, draftName("lena", ""))).toBeNull();
});

test.each(["{", "null", "7", '{"text":1}', '{"text":"x"}'])("%s is no draft", (kept) => {
  localStorage.setItem("hallway.draft.x.new", kept);
  expect(readDraft(localStorage, "hallway.draft.x.new")).toBeNull();
});

test("a browser without room says so instead of failing", () => {
  const full = { setItem: () => { throw new DOMException("full", "QuotaExceededError"); } } as unknown as Storage;
  expect(keepDraft(full, "x", draft())).toBe(false);
});

test("only what is old and a draft is forgotten", () => {
  const month = 31 * 24 * 3600 * 1000;
  keepDraft(localStorage, draftName("ada", "1"), draft({ at: 1 }));
  keepDraft(localStorage, draftName("ada", "2"), draft({ at: month }));
  localStorage.setItem("hallway.token", "t");
  forgetOldDrafts(localStorage, month + 1);
  expect(Object.keys(localStorage).sort()).toEqual([draftName("ada", "2"), "hallway.token"].sort());
});

test("who signs out takes their drafts along, and nobody else's", () => {
  for (const person of ["ada", "adam"]) keepDraft(localStorage, draftName(person, ""), draft());
  keepDraft(localStorage, draftName("ada", "7"), draft({ text: " " }));
  expect(countDrafts(localStorage, "ada")).toBe(1);
  forgetDrafts(localStorage, "ada");
  expect(countDrafts(localStorage, "ada")).toBe(0);
  expect(Object.keys(localStorage)).toEqual([draftName("adam", "")]);
});

test("what was only opened is empty", () => {
  expect(isEmpty(draft({ text: " \n" }))).toBe(true);
  expect(isEmpty(draft({ text: "", files: [{ id: "1", preview: null, type: "image", name: "a", description: "" }] }))).toBe(false);
});

test("one's drafts are listed, the latest first, and nobody else's", () => {
  const keep = (occasion: string, change: Partial<Draft>) => keepDraft(localStorage, draftName(change.by ?? "", occasion), draft(change));
  keep("", { by: "ada", at: 1 });
  keep("7", { by: "ada", at: 3, replyTo: "7" });
  keep("b", { by: "ada", at: 2, text: " " });
  keep("", { by: "ada.b", at: 4 });
  expect(listDrafts(localStorage, "ada").map((one) => one.draft.at)).toEqual([3, 1]);
});

test("a poll that was begun is no empty draft", () => {
  const poll = { options: ["", ""], seconds: 86_400, multiple: false };
  expect(isEmpty(draft({ text: "", poll }))).toBe(true);
  expect(isEmpty(draft({ text: "", poll: { ...poll, options: ["Tea", ""] } }))).toBe(false);
});
