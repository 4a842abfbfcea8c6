// Whether something is being written, and to whom.

import type { Status } from "./entities";

export interface Occasion {
  replyTo: Status | null;
  quote: Status | null;
  text: string; // what a new post begins with
  question: boolean; // an answer is waited for
  draft: string | null; // the name of one that is gone on with
}

class Writing {
  occasion = $state.raw<Occasion | null>(null);

  begin(occasion: Partial<Occasion> = {}): void {
    this.occasion = { replyTo: null, quote: null, text: "", question: false, draft: null, ...occasion };
  }

  end(): void {
    this.occasion = null;
  }
}

export const writing = new Writing();

// Whom an answer is for: the author and who was spoken to, oneself left out.
export function addressed(post: Status, me: string): string {
  const names = [post.account.acct, ...post.mentions.map((one) => one.acct)];
  return [...new Set(names)]
    .filter((acct) => acct !== me)
    .map((acct) => `@${acct} `)
    .join("");
}
