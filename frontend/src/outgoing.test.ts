import { expect, test } from "vitest";
import type { Draft } from "./drafts";
import { bodyOf, localTime, pollStands, reachKey } from "./outgoing";

const draft = (change: Partial<Draft> = {}): Draft => ({
  text: "Tea?", warning: "", warned: false, language: "en", audience: "usual", question: false, files: [], key: "k", at: 1, ...change,
});
const poll = (...options: string[]) => ({ poll: { options, seconds: 3600, multiple: true } });

test("only what was said is sent", () => {
  expect(bodyOf(draft())).toEqual({ status: "Tea?", language: "en", visibility: "public", media_ids: [] });
  expect(bodyOf(draft({ warned: true, warning: " " }))).not.toHaveProperty("spoiler_text");
});

test("what it answers, quotes and asks goes along", () => {
  const body = bodyOf(draft({ replyTo: "7", quote: "8", question: true, audience: "department", ...poll(" Tea ", "", "Coffee") }));
  expect(body).toMatchObject({
    in_reply_to_id: "7", quoted_status_id: "8", label: "department", hallway: { question: true },
    poll: { options: ["Tea", "Coffee"], expires_in: 3600, multiple: true },
  });
});

test.each([["usual", "nobody"], ["followers", undefined], ["mentioned", undefined]] as const)("who may quote what is for %s is said: %s", (audience, said) =>
  expect(bodyOf(draft({ audience, quotable: "nobody" })).quote_approval_policy).toBe(said));

test("a time on the clock here becomes the same instant", () => {
  const at = Date.UTC(2026, 10, 30, 9, 5);
  expect(bodyOf(draft({ later: localTime(at) })).scheduled_at).toBe("2026-11-30T09:05:00.000Z");
});

test.each([
  [{}, true], [poll("Tea", "Coffee"), true], [poll("Tea", " "), false], [poll("Tea", "Tea "), false],
])("whether the poll of %j stands is %s", (change, stands) => expect(pollStands(draft(change as Partial<Draft>))).toBe(stands));

test("who will get it is asked again only where that can differ", () => {
  const key = reachKey(draft({ text: "@lena tea" }));
  expect(reachKey(draft({ text: "More tea, @lena" }))).toBe(key);
  expect(reachKey(draft({ text: "@lena@design.example tea" }))).not.toBe(key);
  expect(reachKey(draft({ text: "@lena tea", audience: "followers" }))).not.toBe(key);
});
