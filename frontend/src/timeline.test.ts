import { expect, test } from "vitest";
import { gathered, isNewer, joined, replaced, without } from "./timeline";
import { person, status } from "./sample";

const boost = (id: string, of: string, by: string) => status(id, { reblog: status(of), account: person(by) });

test("a post stands once, at its newest place, with all who boosted it", () => {
  const entries = gathered([boost("9", "3", "lena"), status("8"), boost("7", "3", "omar"), boost("6", "3", "lena"), status("3")]);
  expect(entries.map((one) => [one.key, one.cursor])).toEqual([["3", "9"], ["8", "8"]]);
  expect(entries[0]?.boosters.map((one) => one.acct)).toEqual(["lena", "omar"]);
});

test.each([["10", "9", true], ["9", "10", false], ["117704349724180481", "117704349724180480", true], ["5", "5", false]])(
  "%s is newer than %s: %s",
  (id, than, newer) => expect(isNewer(id, than)).toBe(newer),
);

test("pages that overlap are joined without repeating", () => {
  expect(joined([status("3"), status("2")], [status("2"), status("1")]).map((one) => one.id)).toEqual(["3", "2", "1"]);
});

test("a post that changed or went does so within boosts, too", () => {
  const list = [boost("9", "3", "lena"), status("3"), status("2")];
  const now = status("3", { content: "new" });
  expect(replaced(list, now).map((one) => (one.reblog ?? one).content)).toEqual(["new", "new", "<p>2</p>"]);
  expect(without(list, "3").map((one) => one.id)).toEqual(["2"]);
});
