import { afterEach, expect, test, vi } from "vitest";
import { session } from "./session.svelte";
import { messagesAmong, unread } from "./unread.svelte";

afterEach(() => vi.unstubAllGlobals());

test("what is a message is not told a second time as a mention", () => {
  expect(messagesAmong([{ status: { visibility: "direct" } }, { status: { visibility: "public" } }, { status: null }, {}])).toBe(1);
});

test("the count leaves out the messages since one last looked", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    if (path.includes("unread_count")) return Response.json({ count: 3 });
    if (path.includes("markers")) return Response.json({ notifications: { last_read_id: "41" } });
    return Response.json([{ status: { visibility: "direct" } }, { status: { visibility: "private" } }]);
  });
  session.token = "t";
  await unread.look();
  expect(unread.count).toBe(2);
  expect(asked.at(-1)).toContain("since_id=41");
});
