import { expect, test } from "vitest";
import { between, daysOf, merged, namesSomebody, newChatName, risen } from "./chat";
import type { Account, Conversation, Status } from "./entities";

const person = (id: string) => ({ id, username: id }) as Account;
const said = (id: string, who: string, at: string) => ({ id, account: person(who), created_at: at, content: id }) as Status;
const chat = (id: string, ...people: string[]) => ({ id, unread: false, accounts: people.map(person), last_status: null }) as Conversation;

test("neighbours of one author within minutes stand together, days apart", () => {
  const posts = [
    said("1", "a", "2026-01-01T10:00:00Z"), said("2", "a", "2026-01-01T10:02:00Z"), said("3", "b", "2026-01-01T10:03:00Z"),
    said("4", "a", "2026-01-01T10:04:00Z"), said("5", "a", "2026-01-01T10:20:00Z"), said("6", "a", "2026-01-02T10:00:00Z"),
  ];
  const days = daysOf(posts, (at) => at.slice(0, 10));
  expect(days.map((one) => [one.day, one.runs.map((run) => run.posts.map((post) => post.id))])).toEqual([
    ["2026-01-01", [["1", "2"], ["3"], ["4"], ["5"]]],
    ["2026-01-02", [["6"]]],
  ]);
});

test("what comes twice stands once, in order, as it was told last", () => {
  const before = [said("9", "a", ""), said("10", "a", "")];
  const found = merged(before, [{ ...said("9", "a", ""), content: "new" }, said("8", "b", "")]);
  expect(found.map((one) => one.id)).toEqual(["8", "9", "10"]);
  expect(found[1]?.content).toBe("new");
});

test("a conversation is found by exactly those in it, in any order", () => {
  const all = [chat("1", "a", "b"), chat("2", "b"), chat("3", "b", "a", "c")];
  expect(between(all, [person("b"), person("a")])?.id).toBe("1");
  expect(between(all, [person("b")])?.id).toBe("2");
  expect(between(all, [person("c")])).toBeNull();
  expect(newChatName([person("b"), person("a")])).toBe(newChatName([person("a"), person("b")]));
});

test("news bring a conversation to the top, once", () => {
  expect(risen([chat("1", "a"), chat("2", "b")], chat("2", "b", "c")).map((one) => [one.id, one.accounts.length])).toEqual([["2", 2], ["1", 1]]);
});

test.each([["ask @lena", true], ["@lena", true], ["(@é)", true], ["a@b.example", false], ["3 @ 5", false]])("%s", (text, yes) => expect(namesSomebody(text)).toBe(yes));
