import { expect, test } from "vitest";
import { powersOf } from "./powers";

test.each([
  [["read", "write", "push"], ["read", "write", "push"]],
  [["admin:write:accounts", "read:statuses", "read:accounts"], ["read", "admin"]],
  [["write:follows", "offline_access"], ["follow"]],
  [["activitypub:read:all"], ["read"]],
  [[], []],
])("%j may %j", (scopes, powers) => expect(powersOf(scopes)).toEqual(powers));
