// Other nodes, as those who run this one look at them.

import type { Experts, Partner, Relation } from "./entities";

export const relations = ["sibling", "partner", "public", "blocked"] as const satisfies Relation[];
export const expertChoices = ["by-relation", "both", "ask", "answer", "none"] as const satisfies Experts[];

// Who does not answer first, then by how near they are to us.
export function inOrder(partners: Partner[]): Partner[] {
  const rank = (one: Partner): number => (one.down_since ? -1 : (relations as readonly string[]).indexOf(one.relation));
  return [...partners].sort((a, b) => rank(a) - rank(b) || a.domain.localeCompare(b.domain));
}

// "10.0.0.0/8, fd00::/8" as a list.
export const permitsIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);
