// Whom a post will reach, as the node says before it is sent.

import { api } from "./session.svelte";
import type { Draft } from "./drafts";
import { addressOf } from "./outgoing";

export type Relation = "sibling" | "partner" | "public" | "blocked" | "unknown";

export interface ReachedNode {
  domain: string;
  relation: Relation;
  people: number;
}

export interface Reach {
  here: { people: number; everybody: boolean };
  nodes: ReachedNode[];
  kept_from: ReachedNode[]; // whom it would be for, but for the rules
  anybody: boolean;
  relays: number;
  leaves_organization: boolean;
  followers_not_counted: number;
  unknown: string[]; // mentioned, and not known yet
}

export const askReach = (draft: Draft): Promise<Reach> =>
  api.post<Reach>("/api/hallway/v1/audience", { status: draft.text, ...addressOf(draft) });

// Those of most people first; how many more there are.
export function foremost(nodes: ReachedNode[], most: number): { shown: ReachedNode[]; more: ReachedNode[] } {
  const sorted = [...nodes].sort((one, other) => other.people - one.people || one.domain.localeCompare(other.domain));
  // One more takes no more room than to say that there is one more.
  const cut = sorted.length === most + 1 ? sorted.length : most;
  return { shown: sorted.slice(0, cut), more: sorted.slice(cut) };
}
