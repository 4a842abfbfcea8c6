import { expect, test } from "vitest";
import { heldOf, inPlace, isHeld, isStray } from "./held";

const file = (id: string) => ({ id, preview: null, type: "image", name: "wall.png", description: "" });

test("what only the browser has is told from what the node has", () => {
  expect([isHeld("held:1"), isHeld("112233")]).toEqual([true, false]);
  expect(heldOf([file("112233"), file("held:1")]).map((one) => one.id)).toEqual(["held:1"]);
});

test("what the node calls it takes its place, in the same order", () => {
  expect(inPlace(["7", "held:1", "9"], "held:1", "8")).toEqual(["7", "8", "9"]);
});

const hour = 3_600_000;
test.each([
  ["wanted by a draft", "held:1", 0, "{held:1}", false],
  ["chosen just now", "held:2", 2 * hour, "{}", false],
  ["wanted by nothing", "held:3", 0, "{held:1}", true],
])("a file that is %s", (_, id, at, used, stray) => expect(isStray(id, at, used, 2 * hour)).toBe(stray));
