// What the emojis of Unicode are called in a language, by its common data: "virtual:emoji-names/de" is
// a module with a line for each, which has the emoji, its name and other words for it, with | between.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

interface Annotations {
  annotations: { annotations: Record<string, { default?: string[]; tts?: string[] }> };
}

const prefix = "virtual:emoji-names/";
const oneEmoji = new RegExp("^\\p{RGI_Emoji}$", "v");

// The data leaves out what makes an emoji of a sign that is text as well.
function whole(signs: string): string {
  const plain = /(?=\p{Emoji})\P{Emoji_Presentation}(?!\p{Emoji_Modifier})/gu;
  return oneEmoji.test(signs) ? signs : signs.replace(plain, (sign) => `${sign}\ufe0f`);
}

function linesOf(data: Annotations): string {
  const lines: string[] = [];
  for (const [signs, { default: words = [], tts = [] }] of Object.entries(data.annotations.annotations)) {
    const emoji = whole(signs);
    if (oneEmoji.test(emoji)) lines.push([emoji, ...new Set([...tts, ...words])].join("|"));
  }
  return lines.join("\n");
}

export function emojiNames(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: "emoji-names",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const language = id.slice(prefix.length + 1);
      const data = JSON.parse(readFileSync(resolve(`cldr-annotations-full/annotations/${language}/annotations.json`), "utf8")) as Annotations;
      return `export default ${JSON.stringify(linesOf(data))};`;
    },
  };
}
