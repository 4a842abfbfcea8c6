// Accounts: who somebody is, and what one is to another.

import { hold } from "../../blackbox/clause.js";
import { group, other, row, without } from "../row.js";

const person = (who = 1) => async (w) => ({ path: { id: await w.id(who) } });
const kRemoteQuery = "with somebody from elsewhere";

// A relation that is taken up, or given up, and put back as it was: [member, value].
const becomes = (member, value, back) => async (w) => {
  const id = await w.id(1);
  return {
    path: { id },
    holds: (relation) => hold(relation.id === id && relation[member] === value, `${member} is ${relation[member]} afterwards`),
    after: () => back && w.mine(`POST /api/v1/accounts/:id/${back}`, { path: { id } }),
  };
};
// The same, of what first has to be so: begun by one method, ended by another.
const ends = (member, begin, end, back) => async (w) => {
  const id = await w.id(1);
  await w.mine(`POST /api/v1/accounts/:id/${begin}`, { path: { id } });
  return {
    path: { id },
    holds: (relation) => hold(relation[member] === false, `${member} is ${relation[member]} afterwards`),
    async after() {
      for (const leaf of [end, back].filter(Boolean)) await w.mine(`POST /api/v1/accounts/:id/${leaf}`, { path: { id } });
    },
  };
};

// Sign-up is open or it is not; both are answers.
async function register(w) {
  const { registrations } = await w.api.need("GET /api/v2/instance");
  const name = w.next(`conform${Date.now() % 1_000_000}n`);
  const body = { username: name, email: `${name}@client.example`, password: "correct horse battery staple 9", agreement: true, locale: "en", reason: "Conformance" };
  return { body, closed: !registrations.enabled };
}

const kProfile = {
  display_name: "Conformance", note: "Asks questions.", locked: false, bot: false, discoverable: true,
  source: { privacy: "public", sensitive: false, language: "en" }, fields_attributes: { 0: { name: "Asks", value: "a lot" } },
};

async function listsWithThem(w) {
  const list = await w.listOf([1]);
  return { path: { id: await w.id(1) }, holds: (lists) => hold(lists.some((one) => one.id === list.id), "the list that they are in is not there") };
}

async function theirPosts(w) {
  await w.wellRead();
  const id = await w.id(1);
  return { path: { id }, holds: (posts) => hold(posts.every((post) => post.account.id === id), "it has posts of somebody else") };
}

const filtered = (what, query, make, holds) => [what, async (w, ask) => {
  await make(w);
  const answer = await ask("GET /api/v1/accounts/:id/statuses", { path: { id: await w.id() }, query });
  hold(answer.ok, `it answered ${answer.status}`);
  holds(answer.json);
}];

async function endorsed(w) {
  await w.follows(0, 1);
  await w.mine("POST /api/v1/accounts/:id/endorse", { path: { id: await w.id(1) } });
}

export default group("accounts", [
  row("POST /api/v1/accounts", "app", "Token | Error", async (w) => {
    const { body, closed } = await register(w);
    return { body, holds: (_, answer) => hold(closed === (answer.status !== 200), `sign-up is ${closed ? "closed" : "open"}, and it answered ${answer.status}`) };
  }, { status: [200, 403, 422], forms: ["json"], seldom: true, wrong: [["without a name", without("username")], ["with a name that is none", other({ username: "not a name" })]] }),
  row("GET /api/v1/accounts/verify_credentials", "read:accounts", "CredentialAccount"),
  row("PATCH /api/v1/accounts/update_credentials", "write:accounts", "CredentialAccount", () => ({
    body: kProfile,
    holds: (me) => {
      hold(me.display_name === kProfile.display_name && me.source.note === kProfile.note, "name or words are not what was given");
      hold(me.fields[0]?.name === "Asks" && me.source.fields[0]?.value === "a lot", "the field is not what was given");
      hold(me.discoverable === true && me.locked === false, "discoverable or locked is not what was given");
      hold(me.source.language === "en", "source[language] is not what was given");
    },
  }), { wrong: [["with a name of 10,000 letters", other({ display_name: "n".repeat(10_000) })]] }),
  row("GET /api/v1/accounts/:id", "read:accounts?", "Account", person(), {
    also: [[kRemoteQuery, async (w, ask) => {
      const there = await w.elsewhere();
      const answer = await ask("GET /api/v1/accounts/:id", { path: there });
      hold(answer.ok && answer.json.acct.includes("@") && answer.json.username === answer.json.acct.split("@")[0], "acct and username do not fit");
    }]],
  }),
  row("GET /api/v1/accounts", "read:accounts?", "[Account]", async (w) => {
    const ids = [await w.id(0), await w.id(1)];
    return { query: { id: ids }, holds: (found) => hold(found.length === 2 && ids.every((id) => found.some((one) => one.id === id)), "they are not those who were asked for") };
  }),
  row("GET /api/v1/accounts/:id/statuses", "read:statuses?", "[Status]", theirPosts, {
    paged: {},
    also: [
      filtered("exclude_replies", { exclude_replies: true }, async (w) => w.reply(0, await w.post(1)), (posts) => hold(posts.every((post) => post.in_reply_to_id === null), "a reply is there")),
      filtered("exclude_reblogs", { exclude_reblogs: true }, async (w) => w.mine("POST /api/v1/statuses/:id/reblog", { path: await w.post(1) }), (posts) => hold(posts.every((post) => post.reblog === null), "a boost is there")),
      filtered("only_media", { only_media: true }, async (w) => w.post(), (posts) => hold(posts.every((post) => (post.reblog ?? post).media_attachments.length > 0), "one has no media")),
      filtered("pinned", { pinned: true }, (w) => w.pinned(), (posts) => hold(posts.length > 0 && posts.every((post) => post.pinned !== false), "it has others than the pinned one")),
      filtered("tagged", { tagged: "conformance" }, async (w) => w.post(0, { status: "About #conformance" }), (posts) => hold(posts.length > 0 && posts.every((post) => post.tags.some((tag) => tag.name === "conformance")), "it has others than the tagged ones")),
    ],
  }),
  row("GET /api/v1/accounts/:id/followers", "read:accounts?", "[Account]", async (w) => (await w.followed(), { path: { id: await w.id() } }), { paged: {} }),
  row("GET /api/v1/accounts/:id/following", "read:accounts?", "[Account]", async (w) => (await w.following(), { path: { id: await w.id() } }), { paged: {} }),
  row("GET /api/v1/accounts/:id/featured_tags", "read:accounts?", "[FeaturedTag]", async (w) => {
    await w.featured("conformance");
    return { path: { id: await w.id() }, holds: (tags) => hold(tags.some((tag) => tag.name === "conformance"), "the featured tag is not there") };
  }),
  row("GET /api/v1/accounts/:id/lists", "read:lists", "[List]", listsWithThem),
  row("POST /api/v1/accounts/:id/follow", "write:follows", "Relationship", becomes("following", true), {
    also: [
      ["reblogs=false", async (w, ask) => {
        const { json } = await ask("POST /api/v1/accounts/:id/follow", { path: { id: await w.id(1) }, body: { reblogs: false } });
        hold(json.showing_reblogs === false, "showing_reblogs is still true");
        await w.mine("POST /api/v1/accounts/:id/follow", { path: { id: await w.id(1) }, body: { reblogs: true } });
      }],
      ["notify=true", async (w, ask) => {
        const { json } = await ask("POST /api/v1/accounts/:id/follow", { path: { id: await w.id(1) }, body: { notify: true } });
        hold(json.notifying === true, "notifying is still false");
        await w.mine("POST /api/v1/accounts/:id/follow", { path: { id: await w.id(1) }, body: { notify: false } });
      }],
      [kRemoteQuery, async (w, ask) => {
        const { json } = await ask("POST /api/v1/accounts/:id/follow", { path: await w.elsewhere() });
        hold(json.following || json.requested, "it is neither followed nor asked for");
      }],
    ],
  }),
  row("POST /api/v1/accounts/:id/unfollow", "write:follows", "Relationship", ends("following", "follow", "unfollow", "follow")),
  row("POST /api/v1/accounts/:id/remove_from_followers", "write:follows", "Relationship", async (w) => {
    await w.as(1, "POST /api/v1/accounts/:id/follow", { path: { id: await w.id() } });
    return {
      path: { id: await w.id(1) }, holds: (relation) => hold(relation.followed_by === false, "they still follow"),
      after: async () => w.as(1, "POST /api/v1/accounts/:id/follow", { path: { id: await w.id() } }),
    };
  }),
  row("POST /api/v1/accounts/:id/block", "write:blocks", "Relationship", async (w) => {
    const question = await becomes("blocking", true, "unblock")(w);
    return { ...question, after: async () => {
      await question.after();
      await w.as(1, "POST /api/v1/accounts/:id/follow", { path: { id: await w.id() } });
      await w.mine("POST /api/v1/accounts/:id/follow", question);
    } };
  }),
  row("POST /api/v1/accounts/:id/unblock", "write:blocks", "Relationship", async (w) => {
    const question = await ends("blocking", "block", "unblock")(w);
    return { ...question, after: async () => {
      await question.after();
      await w.as(1, "POST /api/v1/accounts/:id/follow", { path: { id: await w.id() } });
      await w.mine("POST /api/v1/accounts/:id/follow", question);
    } };
  }),
  row("POST /api/v1/accounts/:id/mute", "write:mutes", "Relationship", async (w) => ({ ...await becomes("muting", true, "unmute")(w), body: { notifications: true, duration: 3600 } })),
  row("POST /api/v1/accounts/:id/unmute", "write:mutes", "Relationship", ends("muting", "mute", "unmute")),
  row("POST /api/v1/accounts/:id/pin", "write:accounts", "Relationship", async (w) => (await w.follows(0, 1), becomes("endorsed", true, "unpin")(w))),
  row("POST /api/v1/accounts/:id/unpin", "write:accounts", "Relationship", ends("endorsed", "pin", "unpin")),
  row("GET /api/v1/accounts/:id/endorsements", "read:accounts?", "[Account]", async (w) => (await endorsed(w), {
    path: { id: await w.id() }, holds: (found) => hold(found.length > 0, "whom one endorses is not there"),
  })),
  row("POST /api/v1/accounts/:id/endorse", "write:accounts", "Relationship", async (w) => (await w.follows(0, 1), becomes("endorsed", true, "unendorse")(w))),
  row("POST /api/v1/accounts/:id/unendorse", "write:accounts", "Relationship", ends("endorsed", "endorse", "unendorse")),
  row("POST /api/v1/accounts/:id/note", "write:accounts", "Relationship", async (w) => ({
    path: { id: await w.id(1) }, body: { comment: "Knows the pumps" }, holds: (relation) => hold(relation.note === "Knows the pumps", `the note is ${relation.note}`),
  })),
  row("GET /api/v1/accounts/relationships", "read:follows", "[Relationship]", async (w) => {
    const ids = await Promise.all(w.others.map((who) => w.id(who)));
    return { query: { id: ids }, holds: (found) => hold(ids.every((id) => found.some((one) => one.id === id)) && found.length === ids.length, "they are not those who were asked for") };
  }),
  row("GET /api/v1/accounts/familiar_followers", "read:follows", "[FamiliarFollowers]", async (w) => {
    await w.follows(0, 1);
    const id = await w.id(w.others.at(-1));
    if (w.others.length > 1) await w.follows(1, w.others.at(-1));
    return { query: { id: [id] }, holds: ([found]) => hold(found?.id === id && (w.others.length < 2 || found.accounts.length > 0), "whom one follows and who follows them is not there") };
  }),
  row("GET /api/v1/accounts/search", "read:accounts", "[Account]", async (w) => {
    const { username, id } = await w.account(1);
    return { query: { q: username }, holds: (found) => hold(found.some((one) => one.id === id), `${username} is not found`) };
  }, { also: [
    ["following=true", async (w, ask) => {
      const who = w.others.at(-1), path = { id: await w.id(who) };
      await w.mine("POST /api/v1/accounts/:id/unfollow", { path });
      const { json } = await ask("GET /api/v1/accounts/search", { query: { q: (await w.account(who)).username, following: true } });
      await w.mine("POST /api/v1/accounts/:id/follow", { path });
      hold(json.every((one) => one.id !== path.id), "it finds whom one does not follow");
    }],
    ["limit=1", async (w, ask) => hold((await ask("GET /api/v1/accounts/search", { query: { q: "a", limit: 1 } })).json.length <= 1, "it finds more than one")],
  ] }),
  row("GET /api/v1/accounts/lookup", "", "Account", async (w) => {
    const { acct, id } = await w.account(1);
    return { query: { acct }, holds: (found) => hold(found.id === id, "it is somebody else") };
  }, { also: [["of nobody", async (w, ask) => {
    const { status } = await ask("GET /api/v1/accounts/lookup", { query: { acct: "nobodyofthisname" } });
    hold(status === 404, `it answered ${status}, not 404`);
  }]] }),
  row("GET /api/v1/accounts/:id/identity_proofs", "read:accounts", "[IdentityProof]", person()),
]);
