// What people elsewhere wrote, as elements of ours: only what stands in the lists below is made
// anew, everything else becomes its text or goes. Nothing of a stranger's is ever given to the
// document as markup.

import type { Emoji } from "./entities";

const kept = new Set([
  "a", "p", "br", "span", "b", "strong", "i", "em", "u", "s", "del", "ins", "code", "pre", "blockquote", "ul", "ol", "li", "h1", "h2", "h3",
  "h4", "h5", "h6", "sub", "sup", "ruby", "rt", "rp", "mark",
]);
const dropped = new Set(["script", "style", "template", "iframe", "object", "embed", "svg", "math", "noscript", "textarea", "title", "select", "head"]);
const classes = new Set(["mention", "hashtag", "invisible", "ellipsis", "h-card", "quote-inline"]);
const schemes = new Set(["https:", "http:", "mailto:", "xmpp:", "gemini:"]);
const deepest = 100;

export interface Meaning {
  emojis?: Emoji[];
  // Where in the page a link leads; null: elsewhere.
  within?: (href: string) => string | null;
}

// The page's policy lets only this reader have markup made of text (Trusted Types), where browsers
// know of such policies.
interface Reader {
  createHTML(text: string): string;
}
const asItIs: Reader = { createHTML: (text) => text };
const browser = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Reader): Reader } };
const policy = browser.trustedTypes?.createPolicy("hallway-inert", asItIs) ?? asItIs;

// A document of its own, in which nothing runs or loads.
const read = (html: string): HTMLElement => new DOMParser().parseFromString(policy.createHTML(html), "text/html").body;

export function foreign(html: string, meaning: Meaning = {}): DocumentFragment {
  const out = document.createDocumentFragment();
  copyChildren(read(html), out, meaning, 0);
  return out;
}

// More than a screen or so: shown whole only where somebody wants that.
export const isLong = (html: string): boolean => html.length > 4_000 || (html.match(/<(br|p|li|blockquote|pre)\b|\n/gi) ?? []).length > 30;

// `html` without its markup, and without the address of what it quotes, which stands below it.
export function textOf(html: string): string {
  const out = foreign(html);
  for (const one of out.querySelectorAll(".quote-inline")) one.remove();
  return out.textContent ?? "";
}

const isList = (node: Node): boolean => node instanceof HTMLElement && (node.localName === "ul" || node.localName === "ol");

function copyChildren(from: Node, to: Node, meaning: Meaning, depth: number): void {
  for (const child of from.childNodes) {
    if (isList(to) && (child as Element).localName !== "li") copyIntoItem(child, to, meaning, depth);
    else if (child.nodeType === Node.TEXT_NODE) to.appendChild(withEmojis(child.nodeValue ?? "", meaning.emojis ?? []));
    else if (child.nodeType === Node.ELEMENT_NODE) copyElement(child as Element, to, meaning, depth);
  }
}

// A list holds nothing but its items.
function copyIntoItem(child: Node, list: Node, meaning: Meaning, depth: number): void {
  if (!child.textContent?.trim()) return;
  const item = document.createElement("li");
  list.appendChild(item);
  if (child.nodeType === Node.TEXT_NODE) item.appendChild(withEmojis(child.nodeValue ?? "", meaning.emojis ?? []));
  else if (child.nodeType === Node.ELEMENT_NODE) copyElement(child as Element, item, meaning, depth + 1);
}

function copyElement(from: Element, to: Node, meaning: Meaning, depth: number): void {
  const name = from.localName;
  if (dropped.has(name)) return;
  if (depth > deepest && !isList(to)) return void to.appendChild(document.createTextNode(from.textContent ?? ""));
  if (!kept.has(name) || (name === "li" && !isList(to)) || from.namespaceURI !== "http://www.w3.org/1999/xhtml") {
    return copyChildren(from, to, meaning, depth + 1);
  }
  // Headings within a post are none of the page's.
  const element = document.createElement(/^h[1-6]$/.test(name) ? "p" : name);
  for (const one of from.classList) if (classes.has(one)) element.classList.add(one);
  const language = from.getAttribute("lang");
  if (language && /^[a-zA-Z-]{2,20}$/.test(language)) element.lang = language;
  if (element instanceof HTMLAnchorElement) point(element, from.getAttribute("href") ?? "", meaning);
  to.appendChild(element);
  copyChildren(from, element, meaning, depth + 1);
}

function point(link: HTMLAnchorElement, href: string, meaning: Meaning): void {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return; // a link to nowhere: its text stays
  }
  if (!schemes.has(url.protocol)) return;
  const within = meaning.within?.(href) ?? null;
  link.href = within ?? url.href;
  if (within !== null) return;
  link.target = "_blank";
  link.rel = "nofollow noopener noreferrer";
}

// ":name:" as the picture that its author's node has for it.
export function withEmojis(text: string, emojis: Emoji[]): DocumentFragment {
  const out = document.createDocumentFragment();
  const byName = new Map(emojis.map((one) => [one.shortcode, one]));
  for (const part of text.split(/(:[a-zA-Z0-9_]+:)/)) {
    const emoji = part.startsWith(":") ? byName.get(part.slice(1, -1)) : undefined;
    if (!emoji || !/^https?:/.test(emoji.static_url)) {
      out.append(part);
      continue;
    }
    const image = document.createElement("img");
    image.className = "emoji";
    image.src = emoji.static_url;
    image.alt = part;
    image.loading = "lazy";
    out.append(image);
  }
  return out;
}
