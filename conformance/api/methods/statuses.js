// Posts: writing, reading, liking, keeping.

import { hold, shown } from "../../blackbox/clause.js";
import { bodiless, group, other, row, without } from "../row.js";
import { later } from "../world.js";

const at = (leaf) => `POST /api/v1/statuses/:id/${leaf}`;
const theirs = async (w) => ({ path: { id: (await w.post(1)).id } });

// One's own sign on a post: set, or taken away where it was set before.
const sets = (member, more) => async (w) => ({ ...await theirs(w), ...more?.(w), holds: (post) => hold(post[member] === true, `${member} is ${post[member]} afterwards`) });
const clears = (member, leaf) => async (w) => {
  const { path } = await theirs(w);
  await w.mine(at(leaf), { path });
  return { path, holds: (post) => hold(post[member] === false, `${member} is ${post[member]} afterwards`) };
};
// What only who wrote it may do.
const mine = (member, value, { first, back } = {}) => async (w) => {
  const post = await w.post();
  if (first) await w.mine(at(first), { path: post });
  return {
    path: { id: post.id }, holds: (one) => hold(one[member] === value, `${member} is ${one[member]} afterwards`),
    after: () => back && w.mine(at(back), { path: post }),
  };
};
const notMine = async (w) => ({ id: (await w.post(1)).id });
const cannotSee = async (w) => ({ id: (await w.hidden(1)).id });
const people = (leaf) => [`GET /api/v1/statuses/:id/${leaf}`, "read:statuses?", "[Account]", async (w) => ({ path: { id: (await w.loved()).id } }), { hidden: cannotSee, paged: {} }];

const wrote = {
  text: (post) => hold(post.content.includes("By the pumps"), `content is ${shown(post.content)}`),
  all: (post) => {
    wrote.text(post);
    hold(post.spoiler_text === "Water" && post.sensitive === true, "spoiler_text or sensitive is not what was given");
    hold(post.visibility === "unlisted" && post.language === "de", "visibility or language is not what was given");
  },
};
const kPost = { status: "By the pumps", spoiler_text: "Water", sensitive: true, visibility: "unlisted", language: "de" };

async function once(w, ask) {
  const headers = { "idempotency-key": w.next(`key${Date.now()}`) };
  const [one, same] = [await ask("POST /api/v1/statuses", { body: kPost, headers }), await ask("POST /api/v1/statuses", { body: kPost, headers })];
  hold(one.ok && same.ok && one.json.id === same.json.id, "the same Idempotency-Key made two posts");
}
async function withPoll(w, ask) {
  const { json } = await ask("POST /api/v1/statuses", { body: { status: "Which?", poll: { options: ["This", "That"], expires_in: 600, multiple: true, hide_totals: false } } });
  hold(json.poll?.options.map((one) => one.title).join() === "This,That" && json.poll.multiple === true, `the poll is ${shown(json.poll)}`);
}
async function answering(w, ask) {
  const parent = await w.post(1);
  const { json } = await ask("POST /api/v1/statuses", { body: { status: "An answer", in_reply_to_id: parent.id } });
  hold(json.in_reply_to_id === parent.id && json.in_reply_to_account_id === parent.account.id, "it answers something else");
}
async function mentioning(w, ask) {
  const them = await w.account(1);
  const { json } = await ask("POST /api/v1/statuses", { body: { status: `@${them.acct} See #Conformance`, visibility: "direct" } });
  hold(json.mentions[0]?.id === them.id && json.mentions[0].acct === them.acct, `mentions are ${shown(json.mentions)}`);
  hold(json.tags[0]?.name.toLowerCase() === "conformance", `tags are ${shown(json.tags)}`);
  hold(json.visibility === "direct", `visibility is ${json.visibility}`);
}
async function scheduling(w, ask) {
  const { json } = await ask("POST /api/v1/statuses", { body: { status: "Later", scheduled_at: later(1) } });
  hold(json.scheduled_at && json.params?.text === "Later" && json.content === undefined, `it is ${shown(json)}`);
}
async function quoting(w, ask) {
  const quoted = await w.post(1);
  const { status, json } = await ask("POST /api/v1/statuses", { body: { status: "Look", quoted_status_id: quoted.id } });
  hold(status === 200 && json.quote?.quoted_status?.id === quoted.id, `quote is ${shown(json.quote)}`);
}

// A quote of a post of ours by somebody else.
async function quoted(w) {
  const post = await w.post();
  const quote = await w.post(1, { quoted_status_id: post.id });
  return { post, quote };
}

const kWriting = [
  ["with neither words nor anything else", bodiless],
  ["that is too long", other({ status: "n".repeat(200_000) })],
  ["with a visibility that is none", other({ visibility: "sideways" })],
  ["with a poll of one option", other({ poll: { options: ["Yes"], expires_in: 600 } })],
  ["with a poll that has no end", other({ poll: { options: ["Yes", "No"] } })],
];

export default group("statuses", [
  row("POST /api/v1/statuses", "write:statuses", "SeenStatus", () => ({ body: kPost, holds: wrote.all }), {
    wrong: kWriting,
    also: [
      ["Idempotency-Key", once], ["with a poll", withPoll], ["as an answer", answering], ["with a mention and a tag", mentioning],
      ["scheduled_at", scheduling], ["quoted_status_id", quoting],
      ["as an answer to nothing", async (w, ask) => {
        const { status } = await ask("POST /api/v1/statuses", { body: { status: "To nobody", in_reply_to_id: "999999999999999999" } });
        hold([404, 422].includes(status), `it answered ${status}, not 404`);
      }],
    ],
  }),
  row("GET /api/v1/statuses/:id", "read:statuses?", "SeenStatus", async (w) => ({ path: { id: (await w.loved()).id }, holds: (post) => {
    hold(post.favourites_count === w.others.length && post.reblogs_count === w.others.length && post.replies_count === w.others.length, "its counts are not what was done with it");
  } }), {
    hidden: cannotSee,
    also: [["of elsewhere", async (w, ask) => {
      await w.elsewhere();
      const { json } = await ask("GET /api/v2/search", { query: { q: w.remote.statusUrl, resolve: true, type: "statuses" }, token: w.token });
      const found = await ask("GET /api/v1/statuses/:id", { path: json.statuses[0] ?? { id: "0" } });
      hold(found.ok && found.json.account.acct.includes("@"), `${w.remote.statusUrl} is not found`);
    }]],
  }),
  row("GET /api/v1/statuses", "read:statuses?", "[Status]", async (w) => {
    const ids = [(await w.post(0)).id, (await w.post(1)).id];
    return { query: { id: ids }, holds: (found) => hold(found.length === 2 && ids.every((id) => found.some((one) => one.id === id)), "they are not those that were asked for") };
  }),
  row("DELETE /api/v1/statuses/:id", "write:statuses", "DeletedStatus", async (w) => {
    const post = await w.post(0, { status: "Soon gone" });
    return { path: { id: post.id }, holds: (gone) => hold(gone.id === post.id && gone.text === "Soon gone", `text is ${shown(gone.text)}`) };
  }, { hidden: notMine, also: [["afterwards", async (w, ask) => {
    const post = await w.post();
    await ask("DELETE /api/v1/statuses/:id", { path: post });
    const { status } = await w.api.ask("GET /api/v1/statuses/:id", { path: post, token: w.token });
    hold(status === 404, `the post is still there: ${status}`);
  }]] }),
  row("GET /api/v1/statuses/:id/context", "read:statuses?", "Context", async (w) => {
    const post = await w.loved(), answer = (await w.mine("GET /api/v1/statuses/:id/context", { path: post })).descendants[0];
    const deeper = await w.once("deeper", () => w.reply(0, answer));
    return { path: { id: answer.id }, holds: ({ ancestors, descendants }) => hold(ancestors[0]?.id === post.id && descendants.some((one) => one.id === deeper.id), "what is above and below it is not there") };
  }, { hidden: cannotSee }),
  row("POST /api/v1/statuses/:id/translate", "read:statuses", "Translation", async (w) => ({ path: { id: (await w.post(1)).id }, body: { lang: "de" } }), { hidden: cannotSee }),
  row(...people("reblogged_by")),
  row("GET /api/v1/statuses/:id/quotes", "read:statuses?", "[Status]", async (w) => {
    const { post, quote } = await w.once("quoted", () => quoted(w));
    await w.once("quoted more", async () => { for (let i = 0; i < 3; i += 1) await w.post(1, { quoted_status_id: post.id }); });
    return { path: { id: post.id }, holds: (found) => hold(found.some((one) => one.id === quote.id), "the quote is not there") };
  }, { paged: {}, hidden: cannotSee }),
  row(...people("favourited_by")),
  row(at("favourite"), "write:favourites", "SeenStatus", sets("favourited"), { hidden: cannotSee }),
  row(at("unfavourite"), "write:favourites", "SeenStatus", clears("favourited", "favourite"), { hidden: cannotSee }),
  row(at("reblog"), "write:statuses", "SeenStatus", async (w) => {
    const { path } = await theirs(w);
    return { path, body: { visibility: "unlisted" }, holds: (boost) => hold(boost.reblog?.id === path.id && boost.reblog.reblogged === true && boost.id !== path.id, "it holds another post, or none that is boosted") };
  }, { hidden: cannotSee }),
  row(at("unreblog"), "write:statuses", "SeenStatus", clears("reblogged", "reblog"), { hidden: cannotSee }),
  row(at("bookmark"), "write:bookmarks", "SeenStatus", sets("bookmarked"), { hidden: cannotSee }),
  row(at("unbookmark"), "write:bookmarks", "SeenStatus", clears("bookmarked", "bookmark"), { hidden: cannotSee }),
  row("POST /api/v1/statuses/:id/quotes/:quoting_status_id/revoke", "write:statuses", "Status", async (w) => {
    const { post, quote } = await quoted(w);
    return { path: { id: post.id, quoting_status_id: quote.id }, holds: (one) => hold(one.id === quote.id && one.quote?.state === "revoked", `the quote is ${shown(one.quote)}`) };
  }),
  row(at("mute"), "write:mutes", "SeenStatus", mine("muted", true, { back: "unmute" })),
  row(at("unmute"), "write:mutes", "SeenStatus", mine("muted", false, { first: "mute" })),
  row(at("pin"), "write:accounts", "SeenStatus", mine("pinned", true, { back: "unpin" }), { also: [["of somebody else", async (w, ask) => {
    const { status } = await ask(at("pin"), { path: await w.post(1) });
    hold([404, 422].includes(status), `it answered ${status}, not 422`);
  }]] }),
  row(at("unpin"), "write:accounts", "SeenStatus", mine("pinned", false, { first: "pin", back: "unpin" })),
  row("PUT /api/v1/statuses/:id", "write:statuses", "SeenStatus", async (w) => {
    const post = await w.post();
    return { path: { id: post.id }, body: { status: "By the pumps", spoiler_text: "Water", sensitive: true, language: "de" }, holds: (edited) => {
      wrote.text(edited);
      hold(edited.id === post.id && edited.edited_at !== null, "it is another, or says nothing of being edited");
    } };
  }, { hidden: notMine, wrong: [["with no words", other({ status: "", spoiler_text: "" })]] }),
  row("PUT /api/v1/statuses/:id/interaction_policy", "write:statuses", "SeenStatus", async (w) => ({
    path: { id: (await w.post()).id }, body: { quote_approval_policy: "nobody" }, holds: (post) => hold(post.quote_approval.automatic.length === 0, `quote_approval is ${shown(post.quote_approval)}`),
  }), { hidden: notMine, wrong: [["with a policy that is none", other({ quote_approval_policy: "sideways" })]] }),
  row("GET /api/v1/statuses/:id/history", "read:statuses?", "[StatusEdit]", async (w) => {
    const post = await w.once("edited", async () => {
      const made = await w.poll();
      await w.mine("PUT /api/v1/statuses/:id", { path: made, body: { status: "Other words", poll: { options: ["Yes", "No"], expires_in: 3600 } } });
      return made;
    });
    return { path: { id: post.id }, holds: (versions) => hold(versions.length === 2 && versions[1].content.includes("Other words"), "it has not both versions, the older first") };
  }, { hidden: cannotSee }),
  row("GET /api/v1/statuses/:id/source", "read:statuses", "StatusSource", async (w) => {
    const post = await w.post(0, { status: "Plain *words*", spoiler_text: "Above" });
    return { path: { id: post.id }, holds: (source) => hold(source.text === "Plain *words*" && source.spoiler_text === "Above", `it is ${shown(source)}`) };
  }, { hidden: notMine }),
]);

export const scheduledStatuses = group("scheduled_statuses", [
  row("GET /api/v1/scheduled_statuses", "read:statuses", "[ScheduledStatus]", async (w) => {
    await w.once("some scheduled", async () => { for (let i = 0; i < 3; i += 1) await w.scheduled(); });
    return {};
  }, { paged: {} }),
  row("GET /api/v1/scheduled_statuses/:id", "read:statuses", "ScheduledStatus", async (w) => ({ path: { id: (await w.scheduled()).id } })),
  row("PUT /api/v1/scheduled_statuses/:id", "write:statuses", "ScheduledStatus", async (w) => {
    const { id } = await w.scheduled(), scheduled_at = later(5);
    return { path: { id }, body: { scheduled_at }, holds: (post) => hold(Math.abs(Date.parse(post.scheduled_at) - Date.parse(scheduled_at)) < 2000, `scheduled_at is ${post.scheduled_at}`) };
  }, { wrong: [["with a time that has passed", other({ scheduled_at: "2020-01-01T00:00:00.000Z" })]] }),
  row("DELETE /api/v1/scheduled_statuses/:id", "write:statuses", "empty", async (w) => ({ path: { id: (await w.scheduled()).id } })),
]);

export const polls = group("polls", [
  row("GET /api/v1/polls/:id", "read:statuses?", "SeenPoll", async (w) => ({ path: { id: (await w.poll(1)).poll.id } }), {
    hidden: async (w) => ({ id: (await w.once("hidden poll", () => w.poll(1, { visibility: "direct" }))).poll.id }),
  }),
  row("POST /api/v1/polls/:id/votes", "write:statuses", "SeenPoll", async (w) => ({
    path: { id: (await w.poll(1)).poll.id }, body: { choices: [1] }, holds: (poll) => hold(poll.voted === true && poll.own_votes.join() === "1" && poll.options[1].votes_count === 1, "the vote is not counted"),
  }), { wrong: [["for an option that is none", other({ choices: [7] })], ["for nothing", without("choices")]] }),
]);
