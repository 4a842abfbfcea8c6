// A post that was to go out later, as the draft that it was.

import { audiences, type AudienceName } from "./audience";
import type { Draft } from "./drafts";
import type { Scheduled } from "./entities";

// What was addressed to everybody goes as far as its label says; where that is none to choose from, it
// goes no further than this department until its author says so.
function audienceOf({ visibility, label }: Scheduled["params"]): AudienceName {
  if (visibility === "private") return "followers";
  if (visibility === "direct") return "mentioned";
  if (label === null) return "usual";
  return audiences.find((one) => one === label) ?? "department";
}

export function draftOfScheduled(post: Scheduled, by: string, language: string): Draft {
  const { params } = post;
  return {
    text: params.text,
    warning: params.spoiler_text ?? "",
    warned: !!params.spoiler_text,
    language: params.language ?? language,
    audience: audienceOf(params),
    question: params.hallway?.question ?? false,
    ...(params.quote_approval_policy ? { quotable: params.quote_approval_policy } : {}),
    files: post.media_attachments.map((file) => ({
      id: file.id, preview: file.preview_url, type: file.type, name: "", description: file.description ?? "",
      ...(file.captions?.length ? { captions: file.captions } : {}),
    })),
    poll: params.poll ? { options: params.poll.options, seconds: Number(params.poll.expires_in) || 86_400, multiple: params.poll.multiple } : null,
    by,
    ...(params.in_reply_to_id ? { replyTo: params.in_reply_to_id } : {}),
    ...(params.quoted_status_id ? { quote: params.quoted_status_id } : {}),
    key: crypto.randomUUID(),
    at: Date.now(),
  };
}
