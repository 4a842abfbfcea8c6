import { expect, test } from "vitest";
import { byDay, toldIn } from "./groups";
import { person, status } from "./sample";

const group = (key: string, change = {}) => ({
  group_key: key, type: "favourite", notifications_count: 3, most_recent_notification_id: 9, latest_page_notification_at: "2026-11-30T08:00:00Z",
  sample_account_ids: ["id-lena", "id-gone", "id-tom"], status_id: "7", ...change,
});

test("each group knows its people and its post", () => {
  const [one, two] = toldIn({ accounts: [person("lena"), person("tom")], statuses: [status("7")], notification_groups: [group("a"), group("b", { status_id: null, type: "follow", notifications_count: 2 })] });
  expect(one?.people.map((each) => each.acct)).toEqual(["lena", "tom"]);
  expect([one?.more, one?.post?.id, one?.id]).toEqual([1, "7", "9"]);
  expect([two?.more, two?.post]).toEqual([0, null]);
});

test("days stand in their order, each once", () => {
  const all = toldIn({ accounts: [], statuses: [], notification_groups: [group("a"), group("b"), group("c", { latest_page_notification_at: "2026-11-29T08:00:00Z" })] });
  expect(byDay(all, (at) => at.slice(0, 10)).map((one) => [one.day, one.told.length])).toEqual([["2026-11-30", 2], ["2026-11-29", 1]]);
});
