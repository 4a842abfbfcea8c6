import { expect, test, vi } from "vitest";
import { askAhead, firstPage, homePath, takeAhead } from "./ahead";
import { Feed } from "./feed.svelte";
import { session } from "./session.svelte";

test("what was asked ahead is given once, to who asked", async () => {
  const send = vi.fn(async (..._request: Parameters<typeof fetch>) => new Response("1"));
  askAhead("secret", ["/a", "/b"], send);
  expect(send.mock.calls[0]?.[1]?.headers).toEqual({ Authorization: "Bearer secret" });
  expect(await (await takeAhead("/a", "secret"))?.text()).toBe("1");
  expect(takeAhead("/a", "secret")).toBeNull();
  expect(takeAhead("/b", "another")).toBeNull();
  expect(takeAhead("/c", "secret")).toBeNull();
});

test("the home begins with what was asked ahead", async () => {
  const whole = new Response("[]", { headers: { Link: '<http://x/api/v1/timelines/home?limit=10&max_id=7>; rel="next"' } });
  askAhead("t", [firstPage(homePath)], async () => whole);
  session.token = "t";
  const feed = new Feed(homePath);
  await feed.older();
  expect([feed.loaded, feed.error]).toEqual([true, null]);
});
