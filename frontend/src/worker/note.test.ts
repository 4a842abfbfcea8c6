import { expect, test } from "vitest";
import { noteOf, pathOf } from "./note";

const origin = "https://node.example";
const facts = { person: "1", quiet: { from: "22:00", to: "07:00" }, texts: { "push.mention": "{name} hat Ihnen geschrieben", "push.quiet": "Ruhe" } };
const push = { notification_id: 7, notification_type: "mention", title: "Lena mentioned you", body: "Hi", icon: "/x.svg", hallway: { name: "Lena", path: "/app/messages/9" } };
const noon = new Date(2026, 0, 5, 12, 0);
const night = new Date(2026, 0, 5, 23, 0);

test("says it in the language of the page and leads there", () => {
  const note = noteOf(push, facts, noon, origin);
  expect(note.title).toBe("Lena hat Ihnen geschrieben");
  expect(note.options).toMatchObject({ body: "Hi", tag: "7", silent: false, data: { path: "/app/messages/9" } });
});

test("says what the node says where the page knows no words", () => {
  expect(noteOf({ ...push, notification_type: "admin.report" }, facts, noon, origin).title).toBe("Lena mentioned you");
  expect(noteOf({ ...push, hallway: { name: "A$&B" } }, facts, noon, origin).title).toBe("A$&B hat Ihnen geschrieben");
  expect(noteOf({}, { ...facts, texts: {} }, noon, origin).title).toBe("Hallway");
});

test("in quiet hours nothing is heard or told, and one stands for all", () => {
  const note = noteOf(push, facts, night, origin);
  expect(note.title).toBe("Ruhe");
  expect(note.options).toMatchObject({ body: "", tag: "quiet", silent: true, data: { path: "/app/notifications" } });
});

test.each([
  ["https://far.example/app/x", "/app/notifications"],
  ["javascript:alert(1)", "/app/notifications"],
  ["/oauth/authorize", "/app/notifications"],
  ["http://[", "/app/notifications"],
  [undefined, "/app/notifications"],
  ["/app/@a/7", "/app/@a/7"],
])("%s leads to %s", (said, path) => expect(pathOf(said, origin)).toBe(path));
