// What only some pages say: loaded with them, in the language of the page, or in English where that
// language does not say it yet.

import { filled, words, type Text, type Values } from "./words.svelte";

export type Said<Word extends string> = Record<Word, Text>;

export class MoreWords<Word extends string> {
  #texts = $state.raw<Said<Word>>({} as Said<Word>);

  constructor(
    private readonly english: Said<Word>,
    private readonly others: Record<string, () => Promise<Said<Word>>>,
  ) {
    this.#texts = english;
  }

  async speak(language: string): Promise<void> {
    this.#texts = (await this.others[language]?.()) ?? this.english;
  }

  say(word: Word, values: Values = {}): string {
    return filled(this.#texts[word] ?? this.english[word], values, words.locale);
  }
}
