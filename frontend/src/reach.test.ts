import { expect, test } from "vitest";
import { foremost, type ReachedNode } from "./reach";

const node = (domain: string, people: number): ReachedNode => ({ domain, relation: "sibling", people });

test("the nodes of most people are named, the others counted", () => {
  const nodes = [node("b.example", 1), node("a.example", 1), node("c.example", 9), node("d.example", 2), node("e.example", 1)];
  const { shown, more } = foremost(nodes, 3);
  expect(shown.map((one) => one.domain)).toEqual(["c.example", "d.example", "a.example"]);
  expect(more.map((one) => one.domain)).toEqual(["b.example", "e.example"]);
});

test("a last one is named rather than counted", () => {
  expect(foremost([node("a", 1), node("b", 1)], 1)).toEqual({ shown: [node("a", 1), node("b", 1)], more: [] });
});
