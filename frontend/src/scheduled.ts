// A post that was to go out later, as the draft that it was.

import type { AudienceName } from "./audience";
import type { Draft } from "./drafts";
import type { Scheduled, Visibility } from "./entities";

// How far it was to travel the node does not tell again: what is taken back goes no further than
// this department until its author says so.
function audienceOf(visibility: Visibility | null): AudienceName {
  if (visibility === "private") return "followers";
  if (visibility === "direct") return "mentioned";
  return "department";
}

export function draftOfScheduled(post: Scheduled, by: string, language: string): Draft {
  const { params } = post;
  return {
    text: params.text,
    warning: params.spoiler_text ?? "",
    warned: !!params.spoiler_text,
    language: params.language ?? language,
    audience: audienceOf(params.visibility),
    question: false,
    files: post.media_attachments.map((file) => ({
      id: file.id, preview: file.preview_url, type: file.type, name: "", description: file.description ?? "",
    })),
    poll: params.poll ? { options: params.poll.options, seconds: Number(params.poll.expires_in) || 86_400, multiple: params.poll.multiple } : null,
    by,
    ...(params.in_reply_to_id ? { replyTo: params.in_reply_to_id } : {}),
    ...(params.quoted_status_id ? { quote: params.quoted_status_id } : {}),
    key: crypto.randomUUID(),
    at: Date.now(),
  };
}
