// Emojis to react with: some that are at hand, those of the node, and any other that one types.

import type { Emotion } from "./acts";
import type { Emoji } from "./entities";

export const usual = ["👍", "🎉", "❤️", "👏", "🙏", "😄", "💡", "👀", "✅", "🚀", "🤔", "💯", "🔥", "🙌", "😍", "😮", "😢", "😅", "☕", "🌱", "🛠️", "🏆", "💪", "👋"];

export interface Offer extends Emotion {
  name: string;
  url: string | null;
}

// Of the node: those that are offered, and have `text` in their name.
export function ownEmotions(all: Emoji[], text: string): Offer[] {
  const wanted = text.trim().replaceAll(":", "").toLowerCase();
  return all.filter((one) => one.visible_in_picker !== false && one.shortcode.toLowerCase().includes(wanted)).map((one) => ({ name: one.shortcode, url: one.static_url }));
}

// What was typed, where it is one emoji as people see it.
export function typedEmotion(text: string): Offer | null {
  const typed = text.trim();
  const signs = [...new Intl.Segmenter().segment(typed)];
  return signs.length === 1 && /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|^[0-9#*]\ufe0f?\u20e3$/u.test(typed) ? { name: typed, url: null } : null;
}

const key = "hallway.emotions";
const mostRecent = 6;

// With which somebody reacted last, on this device.
export function recentEmotions(store: Storage): Offer[] {
  try {
    const kept = JSON.parse(store.getItem(key) ?? "[]") as Offer[];
    return kept.filter((one) => typeof one.name === "string").slice(0, mostRecent);
  } catch {
    return [];
  }
}

export function keepRecent(store: Storage, one: Offer): void {
  const others = recentEmotions(store).filter((each) => each.name !== one.name);
  try {
    store.setItem(key, JSON.stringify([one, ...others].slice(0, mostRecent)));
  } catch {
    // no room: none is recent
  }
}

export const forgetRecent = (store: Storage): void => store.removeItem(key);
