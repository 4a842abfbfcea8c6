import { expect, test } from "vitest";
import { byDay, gatheredReactions, toldIn } from "./groups";
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

test("reactions to one post of half a day are one, and name everybody once", () => {
  const reaction = (key: string, who: string, hour: string, post = "7") => group(key, { type: "reaction", notifications_count: 1, sample_account_ids: [`id-${who}`], status_id: post, latest_page_notification_at: `2026-11-30T${hour}:00:00Z` });
  const all = toldIn({
    accounts: [person("lena"), person("tom")],
    statuses: [status("7"), status("8")],
    notification_groups: [reaction("a", "lena", "20"), reaction("b", "lena", "20"), reaction("c", "tom", "19", "8"), group("d"), reaction("e", "tom", "12"), reaction("f", "tom", "07")],
  });
  expect(gatheredReactions(all).map((one) => [one.key, one.people.map((each) => each.acct).join()])).toEqual([["a", "lena,tom"], ["c", "tom"], ["d", "lena,tom"], ["f", "tom"]]);
});
