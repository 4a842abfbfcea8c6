import { expect, test } from "vitest";
import { canBoost, isDone, toggled, type Toggle } from "./acts";
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
