// A filter as a form, and what of it the node is to be told.

import type { Filter } from "./entities";
import type { FilterAction, FilterWhere } from "./filters";

export interface FilterWord {
  id: string; // empty: new
  text: string;
  whole: boolean;
}
export interface FilterForm {
  id: string; // empty: new
  title: string;
  words: FilterWord[];
  where: FilterWhere[];
  until: string; // seconds from now on; "never", or "same": as it was
  act: FilterAction;
}

export const everywhere: FilterWhere[] = ["home", "notifications", "public", "thread", "account"];

export const newFilter = (text = ""): FilterForm => ({ id: "", title: text, words: [{ id: "", text, whole: true }], where: [...everywhere], until: "never", act: "warn" });

export function filterFormOf(filter: Filter): FilterForm {
  const words = filter.keywords.map((one) => ({ id: one.id, text: one.keyword, whole: one.whole_word }));
  return {
    id: filter.id,
    title: filter.title,
    words: words.length ? words : [{ id: "", text: "", whole: true }],
    where: everywhere.filter((one) => filter.context.includes(one)),
    until: filter.expires_at ? "same" : "never",
    act: filter.filter_action,
  };
}

// For the node. `before`: what it knows, whose words that are no longer there it is to forget.
export function filterBody(form: FilterForm, before: Filter | null): Record<string, unknown> {
  const words = form.words.map((one) => ({ ...one, text: one.text.trim() })).filter((one) => one.text);
  const kept = new Set(words.map((one) => one.id));
  const gone = (before?.keywords ?? []).filter((one) => !kept.has(one.id));
  return {
    title: form.title.trim() || (words[0]?.text ?? ""),
    context: form.where,
    filter_action: form.act,
    ...(form.until === "same" ? {} : { expires_in: form.until === "never" ? "" : form.until }),
    keywords_attributes: [
      ...words.map((one) => ({ ...(one.id ? { id: one.id } : {}), keyword: one.text, whole_word: one.whole })),
      ...gone.map((one) => ({ id: one.id, _destroy: true })),
    ],
  };
}

// What of a post one might not want to read of again: its tags, then its longer words.
export function wordsToFilter(tags: string[], text: string, language: string): string[] {
  const all = tags.map((one) => `#${one}`);
  const plain = text.replace(/https?:\S+/g, " ").replace(/[#@][\p{L}\p{N}_@.-]+/gu, " ");
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: "word" }).segment(plain)) {
    const short = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}'’]+$/u.test(segment) ? 5 : 2;
    if (isWordLike && [...segment].length >= short && !all.some((one) => one.toLowerCase() === segment.toLowerCase())) all.push(segment);
  }
  return all.slice(0, 12);
}
