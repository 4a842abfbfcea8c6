// What is being typed at the caret: a name, a tag or an emoji that can be completed.

export interface Begun {
  kind: "@" | "#" | ":";
  text: string; // without the sign
  from: number; // where the sign stands
}

const shortest = { "@": 1, "#": 1, ":": 2 };

export function begunAt(text: string, caret: number): Begun | null {
  const found = /(?:^|[\s([{„“"'])([@#:])([\p{L}\p{N}_@.\-:]*)$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const kind = found[1] as Begun["kind"];
  const typed = found[2] ?? "";
  if (typed.length < shortest[kind] || (kind !== "@" && /[@:.]/.test(typed))) return null;
  return { kind, text: typed, from: caret - typed.length - 1 };
}

// The text with `chosen` in its place, and where the caret then is.
export function completed(text: string, begun: Begun, chosen: string): { text: string; caret: number } {
  const end = begun.from + 1 + begun.text.length;
  const rest = text.slice(end);
  const space = /^\s/.test(rest) ? "" : " ";
  const before = text.slice(0, begun.from) + chosen + space;
  return { text: before + rest, caret: before.length + (space ? 0 : 1) };
}

// As the node counts: an address weighs as much as any other, a name without its host.
export function lengthOf(text: string, perAddress: number): number {
  const short = text
    .replace(/https?:\/\/[^\s]+/g, "x".repeat(perAddress))
    .replace(/(^|\s)(@[\w.-]+)@[\w.:-]+/g, "$1$2");
  return [...short].length;
}
