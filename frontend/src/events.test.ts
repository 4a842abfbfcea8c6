import { expect, test } from "vitest";
import { EventReader } from "./events";

test("events are read from pieces of any size, and what is none is passed over", () => {
  const text = ':thump\n\nevent: found\ndata: {"a": 1}\n\ndata: one\r\ndata: two: three\r\n\r\nevent: end\ndata: {}\n\nevent: half';
  const all = [
    { event: "found", data: '{"a": 1}' },
    { event: "message", data: "one\ntwo: three" },
    { event: "end", data: "{}" },
  ];
  expect(new EventReader().feed(text)).toEqual(all);
  const reader = new EventReader();
  expect([...text.replaceAll("\r", "")].flatMap((letter) => reader.feed(letter))).toEqual(all);
});
