// What people are told of: notifications one by one and in groups, what is held back, push, reports.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { hold, shown } from "../../blackbox/clause.js";
import { bodiless, group, other, row, without } from "../row.js";

const told = async (w) => (await w.notified(), {});
const one = async (w) => (await w.notified(), w.mine("GET /api/v1/notifications", { query: { limit: 1 } })).then(([found]) => found);
// Told anew, so that it may be taken away.
const fresh = async (w) => {
  await w.as(1, "POST /api/v1/statuses/:id/favourite", { path: await w.post() });
  return (await w.mine("GET /api/v1/notifications", { query: { types: ["favourite"] } }))[0];
};
const kinds = (list, type) => list.length > 0 && list.every((found) => found.type === type);

async function theirs(w) {
  await w.as(0, "POST /api/v1/statuses/:id/favourite", { path: await w.post(1) });
  return { id: (await w.as(1, "GET /api/v1/notifications"))[0].id };
}

export const notifications = group("notifications", [
  row("GET /api/v1/notifications", "read:notifications", "[Notification]", told, {
    paged: {},
    also: [
      ["types[]", async (w, ask) => hold(kinds((await ask("GET /api/v1/notifications", { query: { types: ["favourite"] } })).json, "favourite"), "it has others than likes, or none")],
      ["exclude_types[]", async (w, ask) => hold((await ask("GET /api/v1/notifications", { query: { exclude_types: ["favourite"] } })).json.every((found) => found.type !== "favourite"), "it has likes")],
      ["account_id", async (w, ask) => {
        const id = await w.id(1);
        hold((await ask("GET /api/v1/notifications", { query: { account_id: id } })).json.every((found) => found.account.id === id), "it has those of others");
      }],
      ["what they are about", async (w, ask) => {
        const found = (await ask("GET /api/v1/notifications", { query: { limit: 80 } })).json;
        for (const type of ["mention", "favourite", "reblog"]) hold(found.some((each) => each.type === type && each.status), `there is no ${type} with its post`);
        hold(found.some((each) => each.type === "follow" && each.status === undefined), "there is no follow, or it has a post");
      }],
    ],
  }),
  row("GET /api/v1/notifications/:id", "read:notifications", "Notification", async (w) => {
    const { id } = await one(w);
    return { path: { id }, holds: (found) => hold(found.id === id, "it is another") };
  }, { hidden: theirs }),
  row("POST /api/v1/notifications/:id/dismiss", "write:notifications", "empty", async (w) => ({ path: { id: (await fresh(w)).id } }), { hidden: theirs }),
  row("GET /api/v1/notifications/unread_count", "read:notifications", "Count", told),
  row("GET /api/v2/notifications/policy", "read:notifications", "NotificationPolicy"),
  row("PATCH /api/v2/notifications/policy", "write:notifications", "NotificationPolicy", () => ({
    body: { for_new_accounts: "accept", for_not_following: "accept", for_private_mentions: "accept" }, holds: (policy) => hold(policy.for_private_mentions === "accept", "it is not what was given"),
  }), { wrong: [["with a policy that is none", other({ for_not_following: "sideways" })]] }),
  row("GET /api/v1/notifications/requests", "read:notifications", "[NotificationRequest]", async (w) => (await requested(w), {})),
  row("GET /api/v1/notifications/requests/:id", "read:notifications", "NotificationRequest", async (w) => ({ path: { id: (await requested(w)).id } })),
  row("POST /api/v1/notifications/requests/:id/accept", "write:notifications", "empty", async (w) => ({ path: { id: (await accepted(w, 1)).id } }), { seldom: true }),
  row("POST /api/v1/notifications/requests/:id/dismiss", "write:notifications", "empty", async (w) => ({ path: { id: (await requested(w)).id } })),
  row("POST /api/v1/notifications/requests/accept", "write:notifications", "empty", async (w) => ({ body: { id: [(await accepted(w, 2)).id] } }), { forms: ["json"], seldom: true }),
  row("POST /api/v1/notifications/requests/dismiss", "write:notifications", "empty", async (w) => ({ body: { id: [(await requested(w)).id] } })),
  row("GET /api/v1/notifications/requests/merged", "read:notifications", { merged: "bool" }),
]);

// Whoever was accepted once is never held back again.
const accepted = (w, who) => w.once(`accepted ${who}`, () => requested(w, who));

// What is held back: a like by somebody whom one does not follow, where such are filtered.
async function requested(w, who = w.others.at(-1)) {
  const path = { id: await w.id(who) };
  await w.mine("PATCH /api/v2/notifications/policy", { body: { for_not_following: "filter" } });
  await w.mine("POST /api/v1/accounts/:id/unfollow", { path });
  try {
    await w.post(who, { status: `@${(await w.account()).acct} ${w.next("Hello ")}` });
    const found = await w.mine("GET /api/v1/notifications/requests");
    hold(found.some((request) => request.account.id === path.id), "what is to be held back is not there");
    return found.find((request) => request.account.id === path.id);
  } finally {
    await w.mine("PATCH /api/v2/notifications/policy", { body: { for_not_following: "accept" } });
    await w.mine("POST /api/v1/accounts/:id/follow", { path });
  }
}

const groupOf = async (w) => (await w.notified(), (await w.mine("GET /api/v2/notifications")).notification_groups.find((found) => found.type === "favourite"));

export const grouped = group("grouped_notifications", [
  // It comes in pages; what of a group is older than a page stands on the next one again.
  row("GET /api/v2/notifications", "read:notifications", "GroupedNotifications", async (w) => (await w.notified(), {
    holds: ({ accounts, statuses, notification_groups: groups }) => {
      const loved = groups.find((found) => found.type === "favourite" && found.notifications_count >= w.others.length);
      hold(loved, "likes of one post are not one group");
      hold(groups.every((found) => found.sample_account_ids.every((id) => accounts.some((each) => each.id === id))), "somebody is named and not there");
      hold(groups.every((found) => !found.status_id || statuses.some((each) => each.id === found.status_id)), "a post is named and not there");
    },
  }), {
    also: [["expand_accounts=partial_avatars", async (w, ask) => {
      const { json } = await ask("GET /api/v2/notifications", { query: { expand_accounts: "partial_avatars" } });
      hold(Array.isArray(json.partial_accounts), "it has no partial_accounts");
    }], ["grouped_types[]", async (w, ask) => {
      const { json } = await ask("GET /api/v2/notifications", { query: { grouped_types: ["reblog"], types: ["favourite"] } });
      hold(json.notification_groups.every((found) => found.notifications_count === 1), "likes are grouped though only boosts are to be");
    }]],
  }),
  row("GET /api/v2/notifications/:group_key", "read:notifications", "GroupedNotifications", async (w) => {
    const { group_key } = await groupOf(w);
    return { path: { group_key }, holds: (found) => hold(found.notification_groups.length === 1 && found.notification_groups[0].group_key === group_key, "it is another, or more than one") };
  }, { absent: { group_key: "favourite-1-1" } }),
  row("POST /api/v2/notifications/:group_key/dismiss", "write:notifications", "empty", async (w) => ({ path: { group_key: (await fresh(w)).group_key } }), { absent: false }),
  row("GET /api/v2/notifications/:group_key/accounts", "read:notifications", "[Account]", async (w) => ({
    path: { group_key: (await groupOf(w)).group_key }, holds: (found) => hold(found.length > 0, "nobody is there"),
  }), { absent: false }),
  row("GET /api/v2/notifications/unread_count", "read:notifications", "Count", told),
]);

// Last of all: nothing is left.
export const clearing = group("notifications", [
  row("POST /api/v1/notifications/clear", "write:notifications", "empty", told, { also: [["afterwards", async (w) => hold((await w.mine("GET /api/v1/notifications")).length === 0, "some are left")]] }),
]);

export const followRequests = (() => {
  // Who asks is locked, and somebody wants to follow.
  const wanted = (who) => async (w) => {
    await w.mine("PATCH /api/v1/accounts/update_credentials", { body: { locked: true } });
    const id = await w.id(), seekers = who ? [who] : w.others;
    for (const each of seekers) {
      await w.as(each, "POST /api/v1/accounts/:id/unfollow", { path: { id } });
      await w.as(each, "POST /api/v1/accounts/:id/follow", { path: { id } });
    }
    return async () => {
      await w.mine("PATCH /api/v1/accounts/update_credentials", { body: { locked: false } });
      for (const each of seekers) {
        await w.as(each, "POST /api/v1/accounts/:id/unfollow", { path: { id } });
        await w.as(each, "POST /api/v1/accounts/:id/follow", { path: { id } });
      }
    };
  };
  const answered = (value) => async (w) => {
    const after = await wanted(1)(w);
    return { path: { account_id: await w.id(1) }, after, holds: (relation) => hold(relation.followed_by === value, `followed_by is ${relation.followed_by} afterwards`) };
  };
  return group("follow_requests", [
    row("GET /api/v1/follow_requests", "read:follows", "[Account]", async (w) => ({ after: await wanted()(w), holds: (found) => hold(found.length === w.others.length, `it names ${found.length}`) }), { paged: {} }),
    row("POST /api/v1/follow_requests/:account_id/authorize", "write:follows", "Relationship", answered(true)),
    row("POST /api/v1/follow_requests/:account_id/reject", "write:follows", "Relationship", answered(false)),
  ]);
})();

function subscription() {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { x, y } = publicKey.export({ format: "jwk" });
  const p256dh = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]).toString("base64url");
  return { endpoint: "https://push.example/send/1", keys: { p256dh, auth: randomBytes(16).toString("base64url") } };
}
const subscribe = (w) => w.api.need("POST /api/v1/push/subscription", { token: w.tokenFor("push"), body: { subscription: subscription(), data: { alerts: { mention: true } } } });
const subscribed = async (w, more) => (await subscribe(w), more ?? {});

export const push = group("push", [
  row("POST /api/v1/push/subscription", "push", "PushSubscription", () => ({
    body: { subscription: subscription(), data: { alerts: { mention: true, follow: false }, policy: "followed" } },
    holds: (made) => hold(made.endpoint === "https://push.example/send/1" && made.alerts.mention === true && made.alerts.follow === false, `it is ${shown(made)}`),
  }), { wrong: [["without a subscription", without("subscription")]] }),
  row("GET /api/v1/push/subscription", "push", "PushSubscription", (w) => subscribed(w)),
  row("PUT /api/v1/push/subscription", "push", "PushSubscription", (w) => subscribed(w, {
    body: { data: { alerts: { mention: false, poll: true } } }, holds: (made) => hold(made.alerts.mention === false && made.alerts.poll === true, `alerts are ${shown(made.alerts)}`),
  })),
  row("DELETE /api/v1/push/subscription", "push", "empty", (w) => subscribed(w), { also: [["afterwards", async (w, ask) => {
    await ask("DELETE /api/v1/push/subscription");
    const { status } = await ask("GET /api/v1/push/subscription");
    hold(status === 404, `there is one still: ${status}`);
  }]] }),
]);

export const reports = group("reports", [
  row("POST /api/v1/reports", "write:reports", "Report", async (w) => {
    const id = await w.id(1), post = await w.post(1);
    return { body: { account_id: id, status_ids: [post.id], comment: "Spam", category: "spam", forward: false }, holds: (report) => {
      hold(report.target_account.id === id && report.comment === "Spam" && report.category === "spam" && report.action_taken === false, `it is ${shown(report)}`);
      hold(report.status_ids?.[0] === post.id, "it is about other posts");
    } };
  }, { wrong: [], also: [["about nobody", async (w, ask) => {
    const { status } = await ask("POST /api/v1/reports", { body: { account_id: "999999999999999999" } });
    hold([404, 422].includes(status), `it answered ${status}, not 404`);
  }], ["about nothing at all", async (w, ask) => {
    const { status } = await ask("POST /api/v1/reports", bodiless({}));
    hold([404, 422].includes(status), `it answered ${status}, not 404`);
  }]] }),
]);
