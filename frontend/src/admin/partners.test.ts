import { expect, test } from "vitest";
import type { Partner } from "./entities";
import { inOrder, permitsIn } from "./partners";

const partner = (domain: string, change: Partial<Partner> = {}): Partner => ({
  domain, relation: "partner", limited: false, experts: "by-relation", why: "", note: "", permits: [], software: "", first_seen: "", last_success: "",
  failures: 0, down_since: "", next_try: "", queued: 0, ...change,
});

test("who does not answer stands first, who is blocked last", () => {
  const all = [partner("z.example"), partner("b.example", { relation: "blocked" }), partner("a.example"), partner("s.example", { relation: "sibling" })];
  all.push(partner("down.example", { relation: "public", down_since: "2026-11-30T08:00:00Z" }));
  expect(inOrder(all).map((one) => one.domain)).toEqual(["down.example", "s.example", "a.example", "z.example", "b.example"]);
});

test.each([
  ["", []],
  [" 10.0.0.0/8,  fd00::/8 ", ["10.0.0.0/8", "fd00::/8"]],
])("%j are ranges", (text, list) => expect(permitsIn(text)).toEqual(list));
