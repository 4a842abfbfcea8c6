import { expect, test } from "vitest";
import { sectionsOf } from "./catchup";
import type { Status } from "./entities";

let next = 100;
function post(who: string, change: Partial<Status> = {}): Status {
  return {
    id: String(next--), account: { id: who, acct: who, username: who }, mentions: [], tags: [], in_reply_to_account_id: null, reblog: null,
    reblogs_count: 0, replies_count: 0, favourites_count: 0, ...change,
  } as unknown as Status;
}
const tagged = (...names: string[]) => ({ tags: names.map((name) => ({ name, url: "" })) });

test("what speaks to oneself comes first, and each post stands once", () => {
  const toMe = post("lena", { in_reply_to_account_id: "me", ...tagged("pier") });
  const loud = post("tom", { reblogs_count: 3, replies_count: 2 });
  const mine = post("me");
  const pier = [post("tom", tagged("Pier", "salt")), post("ada", tagged("pier"))];
  const salt = post("ada", tagged("salt"));
  const sections = sectionsOf([toMe, loud, mine, ...pier, salt], "me", ["Salt"]);
  expect(sections.map((one) => [one.kind, one.name, one.entries.length])).toEqual([
    ["to-you", "", 1], ["talked-about", "", 1], ["your-topic", "salt", 2], ["others", "", 1],
  ]);
});

test("what is left goes by topic, then by author", () => {
  const sections = sectionsOf([post("a", tagged("x")), post("b", tagged("x")), post("c"), post("c"), post("d", tagged("y"))], "me", []);
  expect(sections.map((one) => [one.kind, one.name, one.entries.length])).toEqual([["topic", "x", 2], ["author", "c", 2], ["others", "", 1]]);
});

test("what several boosted is much talked about, though nobody counted it", () => {
  const original = post("far");
  const sections = sectionsOf([post("a", { reblog: original }), post("b", { reblog: original })], "me", []);
  expect(sections).toMatchObject([{ kind: "talked-about", entries: [{ key: original.id }] }]);
});

test("nothing makes nothing", () => expect(sectionsOf([post("me")], "me", [])).toEqual([]));
