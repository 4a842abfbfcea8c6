// Who may read a post, in the words that people choose from.

import type { Status, Visibility } from "./entities";

export const audiences = ["usual", "organization", "department", "followers", "mentioned", "public"] as const;
export type AudienceName = (typeof audiences)[number];

// As the API takes it: how far it may travel, and who of those there may see it. `usual` leaves the
// former to the node.
export function audienceParams(audience: AudienceName): { visibility: Visibility; label?: string } {
  if (audience === "followers") return { visibility: "private" };
  if (audience === "mentioned") return { visibility: "direct" };
  return audience === "usual" ? { visibility: "public" } : { visibility: "public", label: audience };
}

// What one begins with: an answer goes no further than what it answers.
export function firstAudience(replyTo: Status | null, preferred: Visibility): AudienceName {
  if (replyTo?.local_only) return "department";
  const visibility = replyTo && replyTo.visibility !== "public" && replyTo.visibility !== "unlisted" ? replyTo.visibility : preferred;
  if (visibility === "direct") return "mentioned";
  if (visibility === "private") return "followers";
  return visibility === "local" ? "department" : "usual";
}
