import { expect, test } from "vitest";
import { eventIn, pauseAfter } from "./live.svelte";

test.each([
  ['{"event":"update","payload":"{\\"id\\":\\"7\\"}"}', { kind: "post", post: { id: "7" } }],
  ['{"event":"update","payload":"{\\"id\\":\\"7\\"}","stream":["user"]}', { kind: "post", post: { id: "7" } }],
  ['{"event":"update","payload":"{\\"id\\":\\"7\\"}","stream":["list","3"]}', { kind: "post", post: { id: "7" }, list: "3" }],
  ['{"event":"filters_changed","payload":""}', { kind: "filters" }],
  ['{"event":"status.update","payload":"{\\"id\\":\\"7\\"}"}', { kind: "changed", post: { id: "7" } }],
  ['{"event":"delete","payload":"7"}', { kind: "deleted", id: "7" }],
  ['{"event":"notification","payload":"{}"}', { kind: "notification" }],
  ['{"event":"notification","payload":"{\\"type\\":\\"reaction\\",\\"status\\":{\\"id\\":\\"7\\"}}"}', { kind: "notification", post: { id: "7" } }],
  ['{"event":"conversation","payload":"{\\"id\\":\\"7\\"}"}', { kind: "conversation", conversation: { id: "7" } }],
  ['{"event":"conversation","payload":"null"}', { kind: "conversation", conversation: null }],
  ['{"event":"something.new","payload":""}', null],
  ['{"event":"update","payload":"{"}', null],
  ["", null],
])("%s", (data, event) => expect(eventIn(data)).toEqual(event));

test("attempts grow apart, up to a minute", () => {
  expect([1, 2, 5, 6, 50].map((n) => pauseAfter(n, 1))).toEqual([2, 4, 32, 60, 60]);
  expect(pauseAfter(1, 0)).toBe(1);
});
