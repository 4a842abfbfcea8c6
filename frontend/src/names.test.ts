import { expect, test } from "vitest";
import { handleOf, nameOf, plainName } from "./names";
import { person } from "./sample";

test.each([
  ["Lena", "Lena"],
  ["  Lena \n  Berg ", "Lena Berg"],
  ["Lena\u202e gro.evil@", "Lena gro.evil@"],
  ["\u2067\u2067\u2067Lena", "Lena"],
  ["\u200b\u200d \u2060", ""],
  ["علي", "علي"],
  ["👩🏽‍🚒 Ada", "👩🏽‍🚒 Ada"],
  ["z\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo", "z\u0301\u0302\u0303\u0304algo"],
  ["x".repeat(300), `${"x".repeat(100)}…`],
])("%j is %j", (given, wanted) => expect(plainName(given)).toBe(wanted));

test("who has no name that can be seen is called by their account", () => {
  expect(nameOf(person("ada", { display_name: "\u202e\u200b" }))).toBe("ada");
  expect(nameOf(person("ada", { display_name: "Ada" }))).toBe("Ada");
});

test("however long an address is, whose host it is can be seen", () => {
  expect([handleOf("ada"), handleOf("ada@works.example")]).toEqual(["@ada", "@ada@works.example"]);
  const disguised = handleOf(`boss@works.example.${"a".repeat(200)}.evil.example`);
  expect(disguised).toMatch(/^@boss@…a+\.evil\.example$/);
  expect(handleOf("x".repeat(300)).length).toBeLessThan(45);
});
