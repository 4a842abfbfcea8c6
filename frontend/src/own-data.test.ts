import { describe, expect, test } from "vitest";
import { Api } from "./api";
import { filesIn, outboxOf, tableOf } from "./own-data";

const owner = { id: "1", username: "ada", domain: "here.example" };

// A node that answers these paths; a second member is the page after it.
function nodeWith(answers: Record<string, unknown | { page: unknown; older: string }>): Api {
  return new Api(() => null, () => {}, (async (path: string) => {
    const found = answers[path];
    if (found === undefined) throw new Error(`asked ${path}`);
    const paged = (found as { older?: string }).older;
    return new Response(JSON.stringify(paged ? (found as { page: unknown }).page : found), { headers: paged ? { Link: `<http://here.example${paged}>; rel="next"` } : {} });
  }) as unknown as typeof fetch);
}

describe("tables as Mastodon exports them", () => {
  test("whom one follows, from all pages, with how", async () => {
    const api = nodeWith({
      "/api/v1/accounts/1/following?limit=80": { page: [{ id: "2", acct: "bea" }], older: "/more" },
      "/more": [{ id: "3", acct: "cy@there.example" }],
      "/api/v1/accounts/relationships?id[]=2&id[]=3": [
        { id: "2", showing_reblogs: true, notifying: true, languages: null },
        { id: "3", showing_reblogs: false, notifying: false, languages: ["de", "en"] },
      ],
    });
    const told: number[] = [];
    const { text, rows } = await tableOf(api, "following", owner, (n) => told.push(n));
    expect(text).toBe('Account address,Show boosts,Notify on new posts,Languages\nbea@here.example,true,true,\ncy@there.example,false,false,"de, en"\n');
    expect([rows, told]).toEqual([2, [1, 2]]);
  });
  test("lists, without a head", async () => {
    const api = nodeWith({ "/api/v1/lists": [{ id: "9", title: "Kilns, big" }], "/api/v1/lists/9/accounts?limit=0": [{ id: "2", acct: "bea" }] });
    expect((await tableOf(api, "lists", owner, () => {})).text).toBe('"Kilns, big",bea@here.example\n');
  });
  test("blocks, mutes, servers and bookmarks", async () => {
    const api = nodeWith({
      "/api/v1/blocks?limit=80": [{ id: "2", acct: "bea" }],
      "/api/v1/mutes?limit=80": [{ id: "3", acct: "cy@there.example" }],
      "/api/v1/accounts/relationships?id[]=3": [{ id: "3", muting_notifications: false }],
      "/api/v1/domain_blocks?limit=200": ["bad.example"],
      "/api/v1/bookmarks?limit=40": [{ uri: "https://there.example/p/1" }],
    });
    const texts = await Promise.all((["blocks", "mutes", "domains", "bookmarks"] as const).map(async (name) => (await tableOf(api, name, owner, () => {})).text));
    expect(texts).toEqual(["bea@here.example\n", "Account address,Hide notifications\ncy@there.example,false\n", "bad.example\n", "https://there.example/p/1\n"]);
  });
});

const note = (url: unknown) => ({ type: "Create", object: { type: "Note", attachment: [{ url }] } });

test("an outbox is read to its end", async () => {
  const api = nodeWith({
    "/users/ada/outbox": { "@context": "c", first: "http://here.example/users/ada/outbox?page=true" },
    "/users/ada/outbox?page=true": { orderedItems: [{ id: "b" }], next: "http://here.example/users/ada/outbox?page=7" },
    "/users/ada/outbox?page=7": { orderedItems: [{ id: "a" }] },
  });
  expect(await outboxOf(api, owner, () => {})).toEqual({ "@context": "c", id: "outbox.json", type: "OrderedCollection", totalItems: 2, orderedItems: [{ id: "b" }, { id: "a" }] });
});

test("the files of posts are those of this node, each once", () => {
  const orderedItems = [note("https://here.example/media/a.png"), note([{ href: "https://here.example/media/b.mp4" }]), note("https://here.example/media/a.png"), note("https://there.example/media/c.png"), { type: "Announce", object: "https://x.example" }];
  expect(filesIn({ orderedItems }, "https://here.example")).toEqual(["/media/a.png", "/media/b.mp4"]);
});
