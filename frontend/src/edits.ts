// A post of one's own, as the draft of how it is to be.

import { firstAudience } from "./audience";
import { draftName, keepDraft, readDraft, type Draft } from "./drafts";
import type { Status } from "./entities";
import { api } from "./session.svelte";
import { words } from "./words/words.svelte";
import { writing } from "./writing.svelte";

// As its author typed it.
export interface StatusSource {
  text: string;
  spoiler_text: string;
}

export function draftOfPost(post: Status, source: StatusSource, language: string): Draft {
  return {
    edits: post.id,
    text: source.text,
    warning: source.spoiler_text,
    warned: source.spoiler_text !== "",
    ...(post.sensitive && !source.spoiler_text ? { sensitive: true } : {}),
    language: post.language ?? language,
    audience: firstAudience(post, "public"),
    question: post.hallway?.question ?? false,
    files: post.media_attachments.map((file) => ({
      id: file.id,
      preview: file.preview_url,
      type: file.type,
      name: "",
      description: file.description ?? "",
      posted: true,
      ...(file.meta?.focus ? { focus: file.meta.focus } : {}),
      ...(file.captions?.length ? { captions: file.captions } : {}),
    })),
    by: post.account.acct,
    key: crypto.randomUUID(),
    at: Date.now(),
  };
}

// What the node is sent of it. Whom it is for, and its poll, stay what they are.
export function editOf(draft: Draft): Record<string, unknown> {
  const warning = draft.warned ? draft.warning.trim() : "";
  return {
    status: draft.text,
    spoiler_text: warning,
    sensitive: warning !== "" || !!draft.sensitive,
    language: draft.language,
    media_ids: draft.files.map((file) => file.id),
    media_attributes: draft.files.map(({ id, description, focus }) => ({ id, description, ...(focus ? { focus: `${focus.x},${focus.y}` } : {}) })),
    hallway: { question: draft.question },
  };
}

// All of it that an author can change: two drafts that say the same are the same.
export const saidBy = ({ text, warning, warned, language, question, files }: Draft): string =>
  JSON.stringify([text, warned ? warning : "", language, question, files.map(({ id, description, focus }) => [id, description, focus])]);

// Goes on with what was changed and not sent, unless the post is another by now.
export async function beginEdit(post: Status): Promise<void> {
  const name = draftName(post.account.acct, `edit-${post.id}`);
  const kept = readDraft(localStorage, name);
  if (!kept || kept.at < Date.parse(post.edited_at ?? post.created_at)) {
    const source = await api.get<StatusSource>(`/api/v1/statuses/${post.id}/source`);
    keepDraft(localStorage, name, draftOfPost(post, source, words.language));
  }
  writing.begin({ draft: name, quote: post.quote?.quoted_status ?? null });
}
