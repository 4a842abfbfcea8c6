import { expect, test } from "vitest";
import { canBoost, isDone, reacted, toggled, type Toggle } from "./acts";
import { status } from "./sample";

test.each(["favourite", "reblog", "bookmark"] as Toggle[])("%s is done, counted and taken back", (act) => {
  const post = status("1", { favourites_count: 3, reblogs_count: 5 });
  const once = toggled(post, act);
  expect(isDone(once, act)).toBe(true);
  expect(once.favourites_count + once.reblogs_count).toBe(act === "bookmark" ? 8 : 9);
  expect(toggled(once, act)).toEqual(post);
});

test("what is not for everybody is not boosted", () => {
  expect((["public", "unlisted", "private", "direct"] as const).map((visibility) => canBoost(status("1", { visibility })))).toEqual([true, true, false, false]);
});

test("one's own reaction is counted once, and goes without taking those of others along", () => {
  const post = status("1", { reactions: [{ name: "🎉", count: 2, me: false, url: null }] });
  const once = reacted(post, { name: "🎉" });
  expect(once.reactions).toEqual([{ name: "🎉", count: 3, me: true, url: null }]);
  expect(reacted(once, { name: "🎉" })).toEqual(post);
  const own = reacted(post, { name: "tea", url: "http://x/tea.png" });
  expect(own.reactions?.at(-1)).toEqual({ name: "tea", count: 1, me: true, url: "http://x/tea.png" });
  expect(reacted(own, { name: "tea" })).toEqual(post);
  expect(reacted(status("2"), { name: "👍" }).reactions).toEqual([{ name: "👍", count: 1, me: true, url: null }]);
});
