// The answers to a post as a tree.

import type { Status } from "./entities";

export interface Branch {
  post: Status;
  answers: Branch[];
}

// `descendants` in any order; what answers a post that is not among them stands at the root. No
// answer is lost or shown twice, whatever circle strangers make of them.
export function branches(root: string, descendants: Status[]): Branch[] {
  const all = new Map<string, Branch>();
  for (const post of descendants) if (post.id !== root) all.set(post.id, { post, answers: [] });
  const top: Branch[] = [];
  for (const branch of all.values()) {
    const parent = all.get(branch.post.in_reply_to_id ?? "");
    (parent && !isWithin(parent, branch, all) ? parent.answers : top).push(branch);
  }
  return top;
}

// Whether `parent` answers, over however many steps, `branch` itself.
function isWithin(parent: Branch, branch: Branch, all: Map<string, Branch>): boolean {
  const seen = new Set<Branch>();
  for (let at: Branch | undefined = parent; at && !seen.has(at); at = all.get(at.post.in_reply_to_id ?? "")) {
    if (at === branch) return true;
    seen.add(at);
  }
  return false;
}

export const countOf = (branch: Branch): number => branch.answers.reduce((sum, one) => sum + countOf(one), 1);

// Whether one of `ids` stands in it.
export const holds = (branch: Branch, ids: ReadonlySet<string>): boolean => ids.has(branch.post.id) || branch.answers.some((one) => holds(one, ids));
