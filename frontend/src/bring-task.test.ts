import { expect, test, vi } from "vitest";
import { Api, Failure } from "./api";
import { Doer, missedBy, pauseFor } from "./bring-task";
import { person, status } from "./sample";

// A node that answers these paths, and what it was asked for.
function node(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const send = vi.fn(async (path: RequestInfo | URL, request?: RequestInit) => {
    const call = `${request?.method} ${decodeURIComponent(String(path)).replaceAll("+", " ")}`;
    asked.push(request?.body ? `${call} ${String(request.body)}` : call);
    const found = Object.entries(answers).find(([start]) => call.startsWith(start));
    return found ? new Response(JSON.stringify(found[1])) : new Response('{"error":"no"}', { status: 422 });
  });
  return { doer: new Doer(new Api(() => "t", () => {}, send)), asked };
}
const found = (accounts: unknown[], statuses: unknown[] = []) => ({ accounts, statuses, hashtags: [] });
const lena = person("lena", { id: "7", acct: "lena@b.example" });

test.each([
  [["lena@B.example", "false", "true", "en, de"], '{"reblogs":false,"notify":true,"languages":["en","de"]}'],
  [["lena@b.example", "", "", ""], "{}"],
])("%j is followed as the table says", async (row, body) => {
  const { doer, asked } = node({ "GET /api/v2/search": found([lena]), "POST /api/v1/accounts/7/follow": {} });
  await doer.do({ kind: "following", row });
  expect(asked).toEqual([`GET /api/v2/search?q=${row[0]}&type=accounts&resolve=true&limit=5`, `POST /api/v1/accounts/7/follow ${body}`]);
});

test("blocks, mutes and servers are kept away as they were", async () => {
  const { doer, asked } = node({ "GET /api/v2/search": found([lena]), "POST /api/v1/": {} });
  await doer.do({ kind: "blocks", row: ["lena@b.example"] });
  await doer.do({ kind: "mutes", row: ["lena@b.example", "false"] });
  await doer.do({ kind: "domains", row: ["bad.example"] });
  expect(asked.filter((one) => one.startsWith("POST"))).toEqual(["POST /api/v1/accounts/7/block", 'POST /api/v1/accounts/7/mute {"notifications":false}', 'POST /api/v1/domain_blocks {"domain":"bad.example"}']);
});

test("a list is made once, and one that is there is taken", async () => {
  const { doer, asked } = node({ "GET /api/v2/search": found([lena]), "GET /api/v1/lists": [{ id: "1", title: "Old" }], "POST /api/v1/lists/": {}, "POST /api/v1/lists ": { id: "2", title: "New" }, "POST /api/v1/lists": { id: "2", title: "New" } });
  for (const title of ["New", "Old", "New"]) await doer.do({ kind: "lists", row: [title, "lena@b.example"] });
  const to = (id: string) => `POST /api/v1/lists/${id}/accounts {"account_ids":["7"]}`;
  expect(asked.filter((one) => !one.includes("search"))).toEqual(["GET /api/v1/lists", 'POST /api/v1/lists {"title":"New"}', to("2"), to("1"), to("2")]);
});

test("a post is bookmarked by its address, whichever of the two it is", async () => {
  const { doer, asked } = node({ "GET /api/v2/search": found([], [status("8", { uri: "http://b/u", url: "http://b/l" }), status("9")]), "POST /": {} });
  await doer.do({ kind: "bookmarks", row: ["http://b/l"] });
  expect(asked.at(-1)).toBe("POST /api/v1/statuses/8/bookmark");
});

test("nobody else is taken for whom nobody knows", async () => {
  const others = [person("lena", { acct: "lena" }), person("tom", { acct: "tom@b.example" })];
  const task = { kind: "blocks" as const, row: ["lena@b.example"] };
  const { doer, asked } = node({ "GET /api/v2/search": found(others), "POST /": {} });
  const error = await doer.do(task).catch((failure: unknown) => failure);
  expect(missedBy(task, error)).toEqual({ ...task, why: "nobody", said: "" });
  expect(asked.length).toBe(1);
});

test("what the node refuses is told with its words", async () => {
  const task = { kind: "domains" as const, row: ["here.example"] };
  const error = await node({}).doer.do(task).catch((failure: unknown) => failure);
  expect(missedBy(task, error)).toEqual({ ...task, why: "wrong", said: "no" });
});

test.each([
  [new Failure("limited", "", 429, 30), 9, 30],
  [new Failure("limited", "", 429), 0, 60],
  [new Failure("offline"), 99, 15],
  [new Failure("busy", "", 503, 0), 0, 1],
  [new Failure("busy"), 4, null],
  [new Failure("missing"), 0, null],
  [new Error("?"), 0, null],
])("%s after %i tries waits %s", (error, tries, seconds) => expect(pauseFor(error, tries)).toBe(seconds));
