// Emojis of Unicode, found by what they are called in the reader's language. What they are called is
// a file for each language, which comes once somebody looks for one.

export interface Called {
  sign: string;
  name: string;
}
interface Known extends Called {
  words: string[]; // the name and what else it is called, folded
}

export const files: Record<string, () => Promise<{ default: string }>> = {
  en: () => import("virtual:emoji-names/en"),
  de: () => import("virtual:emoji-names/de"),
  fr: () => import("virtual:emoji-names/fr"),
  es: () => import("virtual:emoji-names/es"),
  ja: () => import("virtual:emoji-names/ja"),
  ar: () => import("virtual:emoji-names/ar"),
};

// Without accents, vowel signs and capitals, and with spaces where shortcodes have none.
const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("_", " ").toLowerCase().trim();

export function readNames(lines: string): Known[] {
  return lines.split("\n").map((line) => {
    const [sign = "", ...words] = line.split("|");
    return { sign, name: words[0] ?? "", words: words.map(folded) };
  });
}

// The whole name before its beginning, that before the beginning of another word, before one inside.
function distance({ words }: Known, wanted: string): number {
  const [name = "", ...others] = words;
  if (name === wanted) return 0;
  if (others.includes(wanted)) return 1;
  if (name.startsWith(wanted)) return 2;
  if (others.some((word) => word.startsWith(wanted))) return 3;
  if (words.some((word) => word.split(/[\s\-’']/).some((part) => part.startsWith(wanted)))) return 4;
  return words.some((word) => word.includes(wanted)) ? 5 : 6;
}

export function among(known: Known[], text: string, most: number): Called[] {
  const wanted = folded(text);
  if (!wanted) return [];
  return known
    .map((one) => ({ one, far: distance(one, wanted) }))
    .filter(({ far }) => far < 6)
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ one: { sign, name } }) => ({ sign, name }));
}

const read = new Map<string, Promise<Known[]>>();

// None where the file cannot be had now.
export async function emojisCalled(text: string, language: string, most: number): Promise<Called[]> {
  const load = files[language] ?? files.en;
  if (!load) return [];
  let known = read.get(language);
  if (!known) {
    known = load().then((file) => readNames(file.default));
    read.set(language, known);
  }
  try {
    return among(await known, text, most);
  } catch {
    read.delete(language);
    return [];
  }
}
