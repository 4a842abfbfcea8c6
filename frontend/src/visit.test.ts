import { beforeEach, expect, test } from "vitest";
import type { Me } from "./entities";
import { visitBegan, visitBeganAt, visitEnds } from "./visit";

const person = (id: string) => ({ id }) as Me;
beforeEach(() => sessionStorage.clear());

test("a visit begins where one had read to when one came, whatever is read meanwhile", () => {
  visitBegan(person("1"), null);
  expect(visitBeganAt(person("1"))).toBeNull();
  visitBegan(person("1"), "7");
  visitBegan(person("1"), "9");
  expect(visitBeganAt(person("1"))).toBe("7");
  expect(visitBeganAt(person("2"))).toBeNull();
  visitEnds(person("1"), "12");
  expect(visitBeganAt(person("1"))).toBe("12");
});
