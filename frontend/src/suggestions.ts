// What can stand where something was begun with @, # or :.

import type { Begun } from "./completion";
import { emojisCalled, type Called } from "./emoji-words";
import type { Account, Emoji, Found } from "./entities";
import { api } from "./session.svelte";
import { words } from "./words/words.svelte";

export interface Suggestion {
  text: string; // what is put into the post
  words: string; // what stands in the list
  beside?: string; // and more quietly behind it
  picture: string | null;
}

let emojis: Promise<Emoji[]> | undefined;

const most = 6;

// Those of the node are other ones now.
export function forgetEmojis(): void {
  emojis = undefined;
}

export async function suggestionsFor(begun: Begun): Promise<Suggestion[]> {
  const q = encodeURIComponent(begun.text);
  if (begun.kind === "@") {
    const people = await api.get<Account[]>(`/api/v1/accounts/search?q=${q}&limit=${most}&resolve=false`);
    return people.map((one) => ({ text: `@${one.acct}`, words: one.display_name || one.username, beside: `@${one.acct}`, picture: one.avatar_static }));
  }
  if (begun.kind === "#") {
    const found = await api.get<Found>(`/api/v2/search?q=${q}&type=hashtags&limit=${most}`);
    return found.hashtags.map((one) => ({ text: `#${one.name}`, words: `#${one.name}`, picture: null }));
  }
  const [own, called] = await Promise.all([nodeEmojis().catch(() => []), emojisCalled(begun.text, words.language, most)]);
  return emojisFor(begun.text, own, called);
}

// Those of the node, asked for once.
export function nodeEmojis(): Promise<Emoji[]> {
  emojis ??= api.get<Emoji[]>("/api/v1/custom_emojis");
  emojis.catch(forgetEmojis);
  return emojis;
}

// The node's before others; of the node's that are offered, those that begin with it before those that
// have it within.
export function emojisFor(text: string, all: Emoji[], called: Called[] = []): Suggestion[] {
  const wanted = text.toLowerCase();
  const rank = (one: Emoji): number => (one.shortcode.toLowerCase().startsWith(wanted) ? 0 : 1);
  const own = all
    .filter((one) => one.visible_in_picker !== false && one.shortcode.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b) || a.shortcode.localeCompare(b.shortcode))
    .map((one) => ({ text: `:${one.shortcode}:`, words: `:${one.shortcode}:`, picture: one.static_url }));
  return [...own, ...called.map((one) => ({ text: one.sign, words: `${one.sign} ${one.name}`, picture: null }))].slice(0, most);
}
