import { expect, test } from "vitest";
import { draftOfPost, editOf, saidBy } from "./edits";
import type { Status } from "./entities";

const post = (more: Partial<Status> = {}): Status =>
  ({
    id: "7", account: { acct: "hal" }, visibility: "private", language: "de", sensitive: false, local_only: false, quote: null,
    media_attachments: [{ id: "3", type: "image", preview_url: "/p.png", description: "A wall", meta: { focus: { x: 0.2, y: 0 } } }],
    ...more,
  }) as unknown as Status;
const source = { text: "The wall", spoiler_text: "" };

test("what is edited begins as it was posted, and goes back as it was", () => {
  const draft = draftOfPost(post(), source, "en");
  expect(draft).toMatchObject({ edits: "7", text: "The wall", language: "de", audience: "followers", by: "hal" });
  expect(editOf(draft)).toEqual({
    status: "The wall", spoiler_text: "", sensitive: false, language: "de", media_ids: ["3"],
    media_attributes: [{ id: "3", description: "A wall", focus: "0.2,0" }], hallway: { question: false },
  });
});

test("a warning can be taken away, and pictures that were covered without one stay so", () => {
  const warned = draftOfPost(post({ sensitive: true }), { text: "x", spoiler_text: "Heights" }, "en");
  expect(editOf(warned)).toMatchObject({ spoiler_text: "Heights", sensitive: true });
  expect(editOf({ ...warned, warned: false })).toMatchObject({ spoiler_text: "", sensitive: false });
  expect(editOf(draftOfPost(post({ sensitive: true }), source, "en"))).toMatchObject({ spoiler_text: "", sensitive: true });
});

test("what says the same is no change, and what differs in anything is one", () => {
  const draft = draftOfPost(post(), source, "en");
  expect(saidBy({ ...draft, key: "another", at: 1 })).toBe(saidBy(draft));
  expect(saidBy({ ...draft, text: "The walls" })).not.toBe(saidBy(draft));
  expect(saidBy({ ...draft, question: true })).not.toBe(saidBy(draft));
  expect(saidBy({ ...draft, files: [] })).not.toBe(saidBy(draft));
  expect(saidBy({ ...draft, files: draft.files.map((file) => ({ ...file, description: "A door" })) })).not.toBe(saidBy(draft));
});
