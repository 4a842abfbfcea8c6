// A list that comes in pages: from its beginning by `next` to its end, and back by `prev`.

import { hold, shown } from "../blackbox/clause.js";

const kLink = /^<([^<>]+)>; rel="(next|prev)"(?:, <([^<>]+)>; rel="(prev)")?$/;
const kMostPages = 30;

// { next, prev } as the Link header has them; absent members where it has none. `next` stands first:
// there are clients that look there only.
function links(answer) {
  const { link } = answer.headers;
  if (link === undefined) return {};
  const [, one, name, two, other] = kLink.exec(link) ?? [];
  hold(one, `its Link is ${shown(link)}, not <...>; rel="next", <...>; rel="prev"`);
  const found = { [name]: one, ...(other ? { [other]: two } : {}) };
  for (const address of Object.values(found)) hold(/^https?:\/\/\S+$/.test(address), `the link ${shown(address)} is not absolute`);
  return found;
}

// `page(address)` asks for one, the first without an address; `key(element)` tells elements apart.
export class Pages {
  constructor({ page, key, items = (body) => body }) { Object.assign(this, { page, key, items }); }

  async #read(address, how) {
    const answer = await this.page(address, how);
    hold(answer.ok, `a page answered ${answer.status}: ${shown(answer.text)}`);
    const keys = this.items(answer.json).map(this.key);
    return { address, keys, links: links(answer) };
  }

  // Holds all that must hold of a list of at least `least` elements; `most` are given at once.
  async walk({ least, most }) {
    const whole = await this.#read(undefined, { limit: most });
    hold(whole.keys.length >= least, `it has ${whole.keys.length} elements where ${least} or more were made`);
    const pages = await this.#forth(whole, most);
    await this.#back(pages);
  }

  async #forth(whole, most) {
    const limit = whole.keys.length < most ? Math.max(1, Math.floor(whole.keys.length / 3)) : most;
    const pages = [await this.#read(undefined, { limit })];
    hold(pages[0].keys.length === limit, `with limit=${limit} it gives ${pages[0].keys.length} elements`);
    hold(pages[0].links.next, "there is more, and its first page has no link to the next");
    while (pages.at(-1).links.next && pages.length < kMostPages) {
      const last = pages.at(-1);
      hold(last.keys.length > 0, "an empty page has a link to the next: there is no end");
      pages.push(await this.#read(last.links.next));
    }
    if (pages.length < kMostPages) hold(pages.at(-1).keys.length > 0 || !pages.at(-1).links.prev, "the empty page at the end has a Link");
    const found = pages.flatMap((page) => page.keys);
    hold(new Set(found).size === found.length, `an element stands on two pages: ${shown(found)}`);
    const wanted = whole.keys.slice(0, found.length);
    hold(shown(found.slice(0, wanted.length)) === shown(wanted) && found.length >= wanted.length && (whole.keys.length === most || found.length === whole.keys.length),
      `the pages give ${found.length} elements, and other ones than the ${whole.keys.length} that come at once`);
    return pages.filter((page) => page.keys.length > 0);
  }

  // Each `prev` gives what stands before: right before (min_id) or from the beginning (since_id).
  async #back(pages) {
    const before = pages.slice(0, -1).flatMap((page) => page.keys);
    if (before.length === 0) return;
    hold(pages.at(-1).links.prev, "its last page has no link to the one before");
    const read = await this.#read(pages.at(-1).links.prev);
    const same = (part) => part.length === read.keys.length && part.every((one, i) => one === read.keys[i]);
    hold(read.keys.length > 0, "the link back from its last page leads to nothing");
    hold(same(before.slice(-read.keys.length)) || same(before.slice(0, read.keys.length)), "the link back from its last page leads elsewhere than to what stands before it");
    if (!pages[0].links.prev) return;
    const above = await this.#read(pages[0].links.prev);
    hold(above.keys.length === 0, `before the first page there is ${shown(above.keys)}`);
    hold(!above.links.next && !above.links.prev, "the empty page before the first has a Link");
  }
}
