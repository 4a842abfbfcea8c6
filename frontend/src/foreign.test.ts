import { describe, expect, test } from "vitest";
import { foreign, isLong, textOf, withEmojis } from "./foreign";

const made = (html: string, within?: (href: string) => string | null): string => {
  const box = document.createElement("div");
  box.append(foreign(html, within ? { within } : {}));
  return box.innerHTML;
};

describe("what strangers write", () => {
  test.each([
    ["<p>Hi <b>you</b></p>", "<p>Hi <b>you</b></p>"],
    ["<script>alert(1)</script>x", "x"],
    ["<img src=x onerror=alert(1)>x", "x"],
    ["<p onclick=alert(1) style='position:fixed' id=main class='h-card evil'>x</p>", '<p class="h-card">x</p>'],
    ["<svg><script>alert(1)</script><a xlink:href='javascript:x'>y</a></svg>x", "x"],
    ["<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>", ""],
    ["<iframe srcdoc='<script>1</script>'></iframe>x", "x"],
    ["<form action=/sign-out><button>x</button></form>", "x"],
    ["<a href='javascript:alert(1)'>x</a>", "<a>x</a>"],
    ["<a href=' java\tscript:alert(1)'>x</a>", "<a>x</a>"],
    ["<a href='data:text/html,x'>x</a>", "<a>x</a>"],
    ["<a href='//evil.example'>x</a>", "<a>x</a>"],
    ["<a href='/app/settings'>x</a>", "<a>x</a>"],
    ["<h1>Big</h1>", "<p>Big</p>"],
    ["<template><p>x</p></template>", ""],
    ["<!-- x --><p>y</p>", "<p>y</p>"],
    ["<p lang='ja'>x</p>", '<p lang="ja">x</p>'],
    ["<p lang='\"><img src=x>'>x</p>", "<p>x</p>"],
  ])("%s", (html, expected) => expect(made(html)).toBe(expected));

  test("links lead away safely, or within the page", () => {
    expect(made("<a href='https://a.example/x'>x</a>")).toBe('<a href="https://a.example/x" target="_blank" rel="nofollow noopener noreferrer">x</a>');
    expect(made("<a href='https://a.example/@lena'>x</a>", () => "/app/@lena@a.example")).toBe('<a href="/app/@lena@a.example">x</a>');
  });

  test("nesting without end keeps its text", () => {
    expect(textOf("<blockquote>".repeat(600) + "deep")).toBe("deep");
  });
});

test("emoji become pictures with their names, and nothing else does", () => {
  const box = document.createElement("div");
  const emoji = { shortcode: "blob", url: "", static_url: "https://here.example/blob.png" };
  box.append(withEmojis("a :blob: :other: <b>", [emoji, { shortcode: "other", url: "", static_url: "javascript:x" }]));
  expect(box.querySelectorAll("img").length).toBe(1);
  expect(box.querySelector("img")?.alt).toBe(":blob:");
  expect(box.textContent).toBe("a  :other: <b>");
});

test("what is longer than a screen is known by its lines as well as its length", () => {
  expect([isLong("<p>short</p>"), isLong("a<br>".repeat(40)), isLong("x".repeat(5_000)), isLong(`<pre>${"\n".repeat(40)}</pre>`)]).toEqual([false, true, true, true]);
});

test("lists hold items, items stand in lists, however they were written", () => {
  expect(made("<ul>a<li>b</li> <p>c</p></ul><li>d</li>")).toBe("<ul><li>a</li><li>b</li><li><p>c</p></li></ul>d");
  const deep = made(`${"<ul><li>".repeat(300)}in${"</li></ul>".repeat(300)}`);
  expect(/<ul>(?!<li>)/.test(deep)).toBe(false);
  expect(deep).toContain("in");
});

test("the address of a quoted post, which stands below, is none of the words", () => {
  expect(textOf('<p class="quote-inline">RE: <a href="http://x/1">http://x/1</a></p><p>Look at that</p>')).toBe("Look at that");
  expect(textOf("<p>RE: what you said</p>")).toBe("RE: what you said");
});
