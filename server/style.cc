#include "server/style.h"

namespace hallway {

const std::string_view kStyle = R"css(:root {
  color-scheme: light dark;
  --paper: #f6f4ef;
  --card: #fffefb;
  --ink: #22282a;
  --soft: #5c6669;
  --line: #dcd8cd;
  --accent: #1f6067;
  --accent-ink: #ffffff;
  --warn: #8a4b10;
  --round: 0.9rem;
  --gap: 1rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15191b;
    --card: #1d2326;
    --ink: #e6e9e8;
    --soft: #a0abad;
    --line: #323a3e;
    --accent: #7cc5cb;
    --accent-ink: #0d1517;
    --warn: #e5b27c;
  }
}
[data-accent="lagoon"] { --lit: #1f6067; --dim: #7cc5cb; }
[data-accent="plum"] { --lit: #7a2f62; --dim: #e0a3cd; }
[data-accent="moss"] { --lit: #3d6128; --dim: #a4cd86; }
[data-accent="brick"] { --lit: #97381f; --dim: #eda48d; }
[data-accent="indigo"] { --lit: #3c4aa0; --dim: #aab6f5; }
[data-accent="slate"] { --lit: #45525c; --dim: #b3c0c9; }
[data-accent] { --accent: var(--lit); }
@media (prefers-color-scheme: dark) {
  [data-accent] { --accent: var(--dim); }
}
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 106.25%; -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font-family: system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
  line-height: 1.55;
  overflow-wrap: anywhere;
}
a { color: var(--accent); text-decoration-thickness: 0.06em; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 0.12em; }
:focus-visible { outline: 0.18rem solid var(--accent); outline-offset: 0.18rem; border-radius: 0.3rem; }
h1, h2, h3 { line-height: 1.2; margin-block: 0 0.5rem; text-wrap: balance; }
h1 { font-size: 1.7rem; }
h2 { font-size: 1.15rem; margin-block: 2rem 0.75rem; }
.card > h2:first-child { margin-block-start: 0; }
p { margin-block: 0 0.75rem; }
img, video { max-inline-size: 100%; block-size: auto; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { inset-inline-start: 1rem; inset-block-start: 1rem; background: var(--card); padding: 0.5rem 1rem; z-index: 1; }
.top, main, .bottom { max-inline-size: 42rem; margin-inline: auto; padding-inline: 1rem; }
.top { padding-block: 1rem; display: flex; align-items: center; gap: 1rem; }
.top .home { display: inline-flex; gap: 0.6rem; align-items: center; font-weight: 650; color: var(--ink); text-decoration: none; }
.mark { inline-size: 1.7rem; block-size: 1.7rem; border-radius: 0.4rem; background: var(--accent) url("/assets/icon.svg") center / cover; }
.logo { block-size: 1.7rem; inline-size: auto; max-inline-size: 8rem; object-fit: contain; }
.bottom { color: var(--soft); font-size: 0.85rem; padding-block: 3rem 2rem; }
.lead { font-size: 1.1rem; color: var(--soft); }
.card, .post, .notice, .profile {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: var(--round);
  padding: 1.1rem;
  margin-block: 0 var(--gap);
}
.notice { padding-block: 2rem; }
.people { list-style: none; padding: 0; margin: 0; display: grid; gap: 0.6rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); }
.people a { display: flex; gap: 0.75rem; align-items: center; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); padding: 0.7rem; text-decoration: none; color: inherit; block-size: 100%; }
.people a:hover { border-color: var(--accent); }
.face { inline-size: 3rem; block-size: 3rem; border-radius: 50%; object-fit: cover; flex: none; background: var(--line); }
.profile .face { inline-size: 5.5rem; block-size: 5.5rem; }
.names { display: flex; flex-direction: column; min-inline-size: 0; }
.names strong { font-weight: 650; }
.handle, .meta { color: var(--soft); font-size: 0.88rem; }
.profile header, .post > header { display: flex; gap: 0.85rem; align-items: center; margin-block-end: 0.75rem; }
.profile dl { margin: 0.75rem 0 0; display: grid; grid-template-columns: minmax(6rem, auto) 1fr; border-block-start: 1px solid var(--line); }
.profile dt, .profile dd { margin: 0; padding-block: 0.45rem; border-block-end: 1px solid var(--line); }
.profile dt { color: var(--soft); padding-inline-end: 1rem; }
.figures { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 0.75rem 0 0; list-style: none; color: var(--soft); }
.figures strong { color: var(--ink); }
.post > header a { color: inherit; text-decoration: none; }
.post > header a:hover strong { text-decoration: underline; }
.post .boosted { color: var(--soft); font-size: 0.88rem; margin-block-end: 0.6rem; }
.post.here { border-color: var(--accent); border-width: 2px; }
.post footer { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; margin-block-start: 0.75rem; color: var(--soft); font-size: 0.88rem; }
.text > :last-child { margin-block-end: 0; }
.text pre { overflow-x: auto; padding: 0.75rem; background: var(--paper); border-radius: 0.5rem; }
.text blockquote { margin-inline: 0; padding-inline-start: 0.9rem; border-inline-start: 0.2rem solid var(--line); color: var(--soft); }
.text .invisible { font-size: 0; }
.text .quote-inline { display: none; }
.quoted { margin: 0.75rem 0 0; padding: 0.75rem; border: 1px solid var(--line); border-radius: 0.6rem; }
.quoted p:last-child { margin-block-end: 0; }
.text .ellipsis::after { content: "…"; }
details > summary { cursor: pointer; color: var(--warn); font-weight: 600; }
details[open] > summary { margin-block-end: 0.6rem; }
.files { display: grid; gap: 0.6rem; margin-block-start: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
.files figure { margin: 0; }
.files img, .files video { inline-size: 100%; max-block-size: 32rem; object-fit: contain; border-radius: 0.6rem; background: var(--paper); }
.files audio { inline-size: 100%; }
.linked { display: flex; gap: 0.75rem; align-items: center; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.6rem; margin: 0; }
.linked img { inline-size: 5rem; max-block-size: 5rem; object-fit: cover; border-radius: 0.4rem; flex: none; }
.event { display: grid; grid-template-columns: auto 1fr; gap: 0.2rem 1rem; margin-block: 0 0.75rem; }
.event dt { color: var(--soft); }
.event dd { margin: 0; }
.poll { list-style: none; padding: 0; margin-block: 0.75rem 0.3rem; display: grid; gap: 0.4rem; }
.poll li { display: grid; grid-template-columns: minmax(6rem, 2fr) 3fr auto; gap: 0.75rem; align-items: center; }
.poll meter { inline-size: 100%; block-size: 0.9rem; }
fieldset { border: 1px solid var(--line); border-radius: 0.6rem; display: grid; gap: 0.4rem; }
fieldset label { display: flex; gap: 0.6rem; align-items: center; font-weight: 400; }
fieldset input { inline-size: auto; }
.emoji { block-size: 1.3em; inline-size: auto; vertical-align: -0.25em; }
.files figcaption { color: var(--soft); font-size: 0.85rem; margin-block-start: 0.3rem; }
.thread { list-style: none; padding: 0; margin: 0; }
.gone { color: var(--soft); font-style: italic; }
.missing { border-inline-start: 0.2rem dashed var(--line); padding-inline-start: 0.9rem; }
.more { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; justify-content: space-between; margin-block: 1rem; }
form { display: grid; gap: 1rem; }
label { display: grid; gap: 0.3rem; font-weight: 600; }
label small { font-weight: 400; color: var(--soft); }
input, select, textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 0.5rem; padding: 0.6rem 0.75rem; inline-size: 100%; }
button { font: inherit; font-weight: 650; justify-self: start; background: var(--accent); color: var(--accent-ink); border: 0; border-radius: 0.5rem; padding: 0.65rem 1.4rem; cursor: pointer; }
button.quiet { background: transparent; color: var(--accent); border: 1px solid var(--line); }
.top .mine { margin-inline-start: auto; }
.me form { margin-block-start: 0.75rem; }
.me button, .actions button { background: transparent; color: var(--accent); border: 1px solid var(--line); padding: 0.3rem 0.9rem; font-weight: 600; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin-block: -0.5rem var(--gap); padding-inline: 0.3rem; }
.actions details form { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.actions button[aria-pressed="true"] { border-color: var(--accent); background: var(--line); }
.wrong { color: var(--warn); font-weight: 600; }
@media (max-width: 26rem) {
  .card, .post, .profile { padding: 0.85rem; }
  .profile header { align-items: start; flex-direction: column; }
  .profile dl { grid-template-columns: 1fr; }
  .profile dt { border-block-end: 0; padding-block-end: 0; }
}
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
}
@media print {
  .top, .bottom, .more { display: none; }
}
)css";

}  // namespace hallway
