import { expect, test, vi } from "vitest";
import type { Status } from "./entities";
import { Feed } from "./feed.svelte";
import { live } from "./live.svelte";

const filtered = [{ filter: { id: "1", title: "lunch", context: ["home"], expires_at: null, filter_action: "hide" as const } }];
const post = (id: string, more: Partial<Status> = {}): Status => ({ id, account: { id: "9" }, reblog: null, filtered: [], ...more }) as unknown as Status;

test("once filters have changed, a feed leaves out what they meet, boosts too, and asks for each post once", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return new Response(JSON.stringify([post("1", { filtered }), post("2")]));
  });
  const feed = new Feed("/api/v1/timelines/home", "home");
  const stop = feed.follow();
  feed.statuses = [post("7", { reblog: post("1") }), post("2"), post("1")];
  expect(feed.entries.map((one) => one.key)).toEqual(["1", "2"]);
  live.tell({ kind: "filters" });
  await vi.waitFor(() => expect(feed.entries.map((one) => one.key)).toEqual(["2"]));
  expect(asked).toEqual(["/api/v1/statuses?id[]=1&id[]=2"]);
  stop();
  vi.unstubAllGlobals();
});

test("what is left out does not wait to be shown, and a list takes what comes to it alone", () => {
  const feed = new Feed("/api/v1/timelines/list/3", "home");
  const stop = feed.follow({ takesNew: true, list: "3" });
  feed.statuses = [post("1")];
  live.tell({ kind: "post", post: post("4", { filtered }), list: "3" });
  live.tell({ kind: "post", post: post("5") });
  live.tell({ kind: "post", post: post("6"), list: "8" });
  expect(feed.waiting).toEqual([]);
  live.tell({ kind: "post", post: post("7"), list: "3" });
  expect(feed.waiting.map((one) => one.id)).toEqual(["7"]);
  stop();
});
