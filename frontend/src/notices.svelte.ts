// Short words at the edge of the page about what was done or did not work; read out, too.

import { Failure } from "./api";
import { say, type Word } from "./words/words.svelte";

// What happened, and what to do.
export function wordsFor(error: unknown): string {
  if (!(error instanceof Failure)) return say("failed.broken");
  const word = say(`failed.${error.reason}` satisfies Word);
  return error.reason === "wrong" && error.said ? `${word} ${error.said}` : word;
}

class Notice {
  text = $state("");
  #timer = 0;

  tell(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.text = ""), Math.max(4_000, text.length * 90));
  }

  fail(error: unknown): void {
    this.tell(wordsFor(error));
  }
}

export const notice = new Notice();
