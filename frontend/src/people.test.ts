import { expect, test } from "vitest";
import type { Colleague } from "./entities";
import { treesOf, type Branch } from "./people";

const person = (id: string, manager?: string): Colleague => {
  const named = (one: string) => ({ id: one, acct: one, display_name: one, avatar: "", url: "" });
  return { ...named(id), title: "", team: "", place: "", manager: manager ? named(manager) : null };
};
const drawn = (trees: Branch[]): string => trees.map((one) => one.person.id + (one.below.length ? `(${drawn(one.below)})` : "")).join(" ");

test.each([
  [[person("a"), person("b", "a"), person("c", "b"), person("d", "a")], "a(b(c) d)"],
  [[person("b", "elsewhere"), person("a")], "b a"],
  [[person("a", "a")], "a"],
  [[person("a", "b"), person("b", "a"), person("c", "b")], "a(b(c))"],
  [[], ""],
])("%#", (people, chart) => expect(drawn(treesOf(people))).toBe(chart));
