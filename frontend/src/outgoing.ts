// What the node is sent of a draft.

import { audienceParams } from "./audience";
import type { Draft } from "./drafts";

// Options that say something.
export const saidIn = (options: string[]): string[] => options.map((one) => one.trim()).filter(Boolean);

// A poll needs two options, no two alike; without one all is well.
export function pollStands(draft: Draft): boolean {
  if (!draft.poll) return true;
  const said = saidIn(draft.poll.options);
  return said.length >= 2 && new Set(said).size === said.length;
}

// Whom it is for: what the audience it will reach follows from.
export function addressOf(draft: Draft): Record<string, unknown> {
  return {
    ...audienceParams(draft.audience),
    ...(draft.replyTo ? { in_reply_to_id: draft.replyTo } : {}),
    ...(draft.quote ? { quoted_status_id: draft.quote } : {}),
  };
}

// What goes to picked people only is quoted by nobody.
export const mayBeQuoted = (draft: Pick<Draft, "audience">): boolean => draft.audience !== "followers" && draft.audience !== "mentioned";

export function bodyOf(draft: Draft): Record<string, unknown> {
  const { poll } = draft;
  return {
    status: draft.text,
    ...(draft.warned && draft.warning.trim() ? { spoiler_text: draft.warning, sensitive: true } : {}),
    language: draft.language,
    ...addressOf(draft),
    ...(draft.quotable && mayBeQuoted(draft) ? { quote_approval_policy: draft.quotable } : {}),
    media_ids: draft.files.map((file) => file.id),
    ...(poll ? { poll: { options: saidIn(poll.options), expires_in: poll.seconds, multiple: poll.multiple } } : {}),
    ...(draft.later ? { scheduled_at: new Date(draft.later).toISOString() } : {}),
    ...(draft.question ? { hallway: { question: true } } : {}),
  };
}

// As the browser's input of local times has it: "2026-11-30T09:05".
export function localTime(at: number): string {
  const there = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return there.toISOString().slice(0, 16);
}

export const soonest = 5 * 60_000; // the node takes nothing that is to go out sooner

// The same as long as the same people would get it: who is mentioned, and to whom it is addressed.
export function reachKey(draft: Draft): string {
  const mentioned = draft.text.match(/@[\p{L}\p{N}_.-]+(?:@[\p{L}\p{N}.:-]+)?/gu) ?? [];
  return JSON.stringify([addressOf(draft), [...new Set(mentioned)].sort()]);
}
