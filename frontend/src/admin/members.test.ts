import { describe, expect, test } from "vitest";
import { person } from "../sample";
import type { AdminAccount } from "./entities";
import { deedsFor, marksOf, membersPath, requestFor } from "./members";

const member = (change: Partial<AdminAccount> = {}): AdminAccount => ({
  id: "1", username: "ada", domain: null, created_at: "2026-11-30T08:00:00Z", email: "", invite_request: null, role: { name: "" }, confirmed: true,
  approved: true, disabled: false, silenced: false, suspended: false, sensitized: false, account: person("ada"), ...change,
});

test.each([
  ["local", "", "origin=local&limit=50"],
  ["pending", "", "origin=local&limit=50&status=pending"],
  ["silenced", "", "limit=50&status=silenced"],
  ["staff", " @ada ", "origin=local&limit=50&permissions=staff&username=ada"],
  ["local", "ada@mail.example", "origin=local&limit=50&email=ada%40mail.example"],
  ["remote", "ada@far.example", "origin=remote&limit=50&username=ada&by_domain=far.example"],
] as const)("%s, %s", (state, typed, query) => expect(membersPath(state, typed)).toBe(`/api/v2/admin/accounts?${query}`));

describe("what can be done about", () => {
  test.each([
    ["who waits", member({ approved: false, disabled: true }), ["approve", "reject"]],
    ["a member", member(), ["sensitive", "silence", "disable"]],
    ["who is disabled", member({ disabled: true, suspended: true }), ["sensitive", "silence", "enable", "delete"]],
    ["somebody elsewhere", member({ domain: "far.example", approved: false }), ["sensitive", "silence", "suspend"]],
    ["who was shut out", member({ domain: "far.example", suspended: true, silenced: true }), ["sensitive", "unsilence", "unsuspend"]],
  ])("%s", (_, one, deeds) => expect(deedsFor(one)).toEqual(deeds));

  test("is asked of the API", () => {
    expect(requestFor("7", "silence")).toEqual({ method: "post", path: "/api/v1/admin/accounts/7/action", body: { type: "silence" } });
    expect(requestFor("7", "unsilence")).toEqual({ method: "post", path: "/api/v1/admin/accounts/7/unsilence" });
    expect(requestFor("7", "delete")).toEqual({ method: "delete", path: "/api/v1/admin/accounts/7" });
  });
});

test("one mark says that somebody is disabled", () => {
  expect(marksOf(member({ disabled: true, suspended: true, role: { name: "Admin" } }))).toEqual(["role.Admin", "state.disabled"]);
  expect(marksOf(member({ domain: "far.example", approved: false }))).toEqual([]);
});
