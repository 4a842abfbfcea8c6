import { expect, test } from "vitest";
import type { Scheduled } from "./entities";
import { bodyOf } from "./outgoing";
import { draftOfScheduled } from "./scheduled";

const later = (params: Partial<Scheduled["params"]> = {}): Scheduled => ({
  id: "9",
  scheduled_at: "2026-12-01T09:00:00.000Z",
  params: { text: "Tea?", spoiler_text: null, visibility: null, language: "de", in_reply_to_id: null, quoted_status_id: null, poll: null, ...params },
  media_attachments: [],
});

test("what is taken back is a draft with all that it had, and no time", () => {
  const poll = { options: ["Tea", "Coffee"], expires_in: "3600", multiple: true };
  const draft = draftOfScheduled(later({ poll, in_reply_to_id: "7", spoiler_text: "drinks" }), "ada", "en");
  expect(bodyOf(draft)).toMatchObject({
    status: "Tea?", language: "de", in_reply_to_id: "7", spoiler_text: "drinks",
    poll: { options: ["Tea", "Coffee"], expires_in: 3600, multiple: true },
  });
  expect(draft.later).toBeUndefined();
  expect(draft.by).toBe("ada");
});

test.each([
  ["private", null, "followers"], ["direct", null, "mentioned"], ["public", null, "usual"], [null, null, "usual"],
  ["public", "organization", "organization"], ["public", "department", "department"], ["public", "public", "public"],
  ["public", "partners", "department"], ["public", undefined, "department"],
] as const)("what was %s with label %s goes to %s again", (visibility, label, audience) => {
  expect(draftOfScheduled(later({ visibility, label }), "ada", "en").audience).toBe(audience);
});

test("that it asks, and who may quote it, is taken back with it", () => {
  const draft = draftOfScheduled(later({ label: "organization", hallway: { question: true }, quote_approval_policy: "nobody" }), "ada", "en");
  expect(bodyOf(draft)).toMatchObject({ label: "organization", hallway: { question: true }, quote_approval_policy: "nobody" });
});
