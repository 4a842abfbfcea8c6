import { expect, test } from "vitest";
import { isAway, keptAhead, kindOf, type Kind } from "./rules";

const origin = "https://node.example";
const kind = (path: string, how: { method?: string; navigates?: boolean; signedIn?: boolean } = {}): Kind =>
  kindOf({ method: "GET", navigates: false, signedIn: true, ...how, url: new URL(path, origin) }, origin);

test.each<[string, Kind]>([
  ["/app", "index"],
  ["/app/messages/7", "index"],
  ["/app/@ada@design.example/7", "index"],
  ["/app/@ada@design.example", "index"],
  ["/app/client.json", "other"],
  ["/apple", "other"],
  ["/sign-in", "other"],
  ["/me", "other"],
])("going to %s: %s", (path, wanted) => expect(kind(path, { navigates: true })).toBe(wanted));

test.each<[string, Kind]>([
  ["/app/files/index-1.js", "file"],
  ["/assets/faces/ada.svg", "picture"],
  ["/media/7.png", "picture"],
  ["/api/v1/timelines/home?limit=20", "reading"],
  ["/api/v1/timelines/home?limit=20&since_id=7", "other"],
  ["/api/v1/accounts/verify_credentials", "reading"],
  ["/api/v1/accounts/search?q=a", "other"],
  ["/api/v2/search?q=a", "other"],
  ["/api/hallway/v1/conversations/7/statuses", "reading"],
  ["/api/v1/streaming/user", "other"],
  ["/api/v1/admin/accounts", "other"],
  ["/api/v1/push/subscription", "other"],
  ["/oauth/authorize", "other"],
  ["https://far.example/api/v1/timelines/home", "other"],
])("asking for %s: %s", (path, wanted) => expect(kind(path)).toBe(wanted));

test("what nobody signed in asks for is not kept", () => expect(kind("/api/v1/timelines/public", { signedIn: false })).toBe("other"));
test("what is written goes by", () => {
  expect(kind("/api/v1/statuses", { method: "POST" })).toBe("other");
  expect(kind("/app/share", { method: "POST" })).toBe("other");
  expect(kind("/app/share", { method: "POST", navigates: true })).toBe("share");
});
test("a node that is restarted is away, one that refuses is not", () => {
  expect([502, 503, 504, 500, 404, 401, 429].map(isAway)).toEqual([true, true, true, false, false, false, false]);
});

test("the whole page is fetched ahead, and what it begins with by who saves data", () => {
  const files = [
    { path: "files/begin-1.js", begins: true, seldom: false },
    { path: "files/Chat-1.js", begins: false, seldom: false },
    { path: "files/emojis-de-1.js", begins: false, seldom: true },
  ];
  expect(keptAhead(files, false)).toEqual(["files/begin-1.js", "files/Chat-1.js"]);
  expect(keptAhead(files, true)).toEqual(["files/begin-1.js"]);
});
