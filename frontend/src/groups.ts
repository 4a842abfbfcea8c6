// Notifications as the node groups them, with the people and posts they speak of, by day.

import type { Account, GroupedNotifications, NotificationGroup, Status } from "./entities";

export interface Told {
  key: string;
  type: string;
  id: string;
  at: string | null;
  people: Account[];
  more: number; // people that are not named
  post: Status | null;
}

export function toldIn(answer: GroupedNotifications): Told[] {
  const people = new Map(answer.accounts.map((one) => [one.id, one]));
  const posts = new Map(answer.statuses.map((one) => [one.id, one]));
  return answer.notification_groups.map((group) => told(group, people, posts));
}

function told(group: NotificationGroup, people: Map<string, Account>, posts: Map<string, Status>): Told {
  const named = group.sample_account_ids.map((id) => people.get(id)).filter((one) => one !== undefined);
  return {
    key: group.group_key,
    type: group.type,
    id: String(group.most_recent_notification_id),
    at: group.latest_page_notification_at ?? null,
    people: named,
    more: Math.max(0, group.notifications_count - named.length),
    post: posts.get(group.status_id ?? "") ?? null,
  };
}

const span = 12 * 3_600_000; // in which the node gathers likes and boosts, too

// Reactions with emojis to the same post as one, at the place of the newest: whoever chose several is
// named once.
export function gatheredReactions(all: Told[]): Told[] {
  const out: Told[] = [];
  for (const one of all) {
    const at = one.type === "reaction" && one.post ? out.findIndex((each) => each.type === "reaction" && each.post?.id === one.post?.id && Date.parse(each.at ?? "") - Date.parse(one.at ?? "") < span) : -1;
    const first = out[at];
    if (!first) out.push(one);
    else out[at] = { ...first, people: [...first.people, ...one.people.filter((who) => !first.people.some((each) => each.id === who.id))] };
  }
  return out;
}

// Those of one day below its name; in the order given.
export function byDay(all: Told[], nameOf: (at: string) => string): { day: string; told: Told[] }[] {
  const days: { day: string; told: Told[] }[] = [];
  for (const one of all) {
    const day = one.at ? nameOf(one.at) : "";
    const last = days.at(-1);
    if (last?.day === day) last.told.push(one);
    else days.push({ day, told: [one] });
  }
  return days;
}
