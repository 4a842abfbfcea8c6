import { expect, test } from "vitest";
import { isSame, mayComeLater } from "./outbox.svelte";

const at = Date.parse("2026-01-05T12:00:00Z");
const post = (content: string, created_at = "2026-01-05T12:00:09Z") => ({ content, created_at });

test.each([
  ["<p>Salt spray<br>again</p>", "Salt spray\nagain", true],
  ['<p><a href="x">@<span>lena</span></a> hello</p>', "@lena@design.example:8080 hello", true],
  ["<p>Salt spray</p>", "Salt spray again", false],
])("%s says what was written: %s", (content, text, same) => expect(isSame(post(content), { text, at })).toBe(same));

test("what was posted before it was written is another", () => {
  expect(isSame(post("<p>ok</p>", "2026-01-05T11:50:00Z"), { text: "ok", at })).toBe(false);
});

test("only what the node refuses is not tried again", () => {
  const reasons = ["offline", "busy", "limited", "broken", "signed_out", "forbidden", "missing", "wrong", "too_large"] as const;
  expect(reasons.filter(mayComeLater)).toEqual(["offline", "busy", "limited", "broken", "signed_out"]);
});
