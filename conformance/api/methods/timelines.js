// Timelines, and what people keep: lists, filters, bookmarks, conversations, markers.

import { hold, shown } from "../../blackbox/clause.js";
import { bodiless, group, other, row, without } from "../row.js";

const read = (query) => async (w) => (await w.wellRead(), { query });
const paged = { paged: {} };
const tagged = (posts, tag) => posts.every((post) => (post.reblog ?? post).tags.some((one) => one.name === tag));

// Posts that one has put aside, by such a sign.
const aside = (leaf) => async (w) => {
  await w.once(leaf, async () => { for (let i = 0; i < 4; i += 1) await w.mine(`POST /api/v1/statuses/:id/${leaf}`, { path: await w.post(1) }); });
  return {};
};

async function listed(w) {
  await w.wellRead();
  return w.listOf(w.others);
}

export const timelines = group("timelines", [
  row("GET /api/v1/timelines/public", "read:statuses?", "[Status]", read({ local: true }), paged),
  row("GET /api/v1/timelines/tag/:hashtag", "read:statuses?", "[Status]", async (w) => (await w.wellRead(), {
    path: { hashtag: "conformance" }, holds: (posts) => hold(posts.length > 0 && tagged(posts, "conformance"), "it has posts without the tag"),
  }), { ...paged, absent: false, also: [["none[]", async (w, ask) => {
    await w.post(0, { status: "#conformance and #not" });
    const { json } = await ask("GET /api/v1/timelines/tag/:hashtag", { path: { hashtag: "conformance" }, query: { none: ["not"] } });
    hold(json.length > 0 && json.every((post) => post.tags.every((tag) => tag.name !== "not")), "it has what was to be left out");
  }], ["of a tag that nobody uses", async (w, ask) => {
    const { status, json } = await ask("GET /api/v1/timelines/tag/:hashtag", { path: { hashtag: "nobodyusesthis" } });
    hold(status === 200 && json.length === 0, `it answered ${status}`);
  }]] }),
  row("GET /api/v1/timelines/home", "read:statuses", "[SeenStatus]", read({}), paged),
  row("GET /api/v1/timelines/link", "read:statuses?", "[Status]", async (w) => (await w.once("linked", () => w.post(1, { status: "See https://example.org/pumps" })), { query: { url: "https://example.org/pumps" } })),
  row("GET /api/v1/timelines/list/:list_id", "read:lists", "[Status]", async (w) => ({ path: { list_id: (await listed(w)).id } }), paged),
  row("GET /api/v1/timelines/direct", "read:statuses", "[Status]", async (w) => (await w.hidden(0), {
    holds: (posts) => hold(posts.every((post) => post.visibility === "direct"), "it has others than direct ones"),
  })),
]);

export const kept = [
  ...group("bookmarks", [row("GET /api/v1/bookmarks", "read:bookmarks", "[SeenStatus]", aside("bookmark"), paged)]),
  ...group("favourites", [row("GET /api/v1/favourites", "read:favourites", "[SeenStatus]", aside("favourite"), paged)]),
  ...group("blocks", [row("GET /api/v1/blocks", "read:blocks", "[Account]", async (w) => {
    for (const who of w.others) await w.mine("POST /api/v1/accounts/:id/block", { path: { id: await w.id(who) } });
    return { after: async () => {
      for (const who of w.others) {
        await w.mine("POST /api/v1/accounts/:id/unblock", { path: { id: await w.id(who) } });
        await w.as(who, "POST /api/v1/accounts/:id/follow", { path: { id: await w.id() } });
        await w.mine("POST /api/v1/accounts/:id/follow", { path: { id: await w.id(who) } });
      }
    } };
  }, paged)]),
  ...group("mutes", [row("GET /api/v1/mutes", "read:mutes", "[MutedAccount]", async (w) => {
    for (const who of w.others) await w.mine("POST /api/v1/accounts/:id/mute", { path: { id: await w.id(who) } });
    return { after: async () => { for (const who of w.others) await w.mine("POST /api/v1/accounts/:id/unmute", { path: { id: await w.id(who) } }); } };
  }, paged)]),
  ...group("domain_blocks", [
    row("GET /api/v1/domain_blocks", "read:blocks", "[text]", async (w) => {
      for (const domain of ["one.example", "two.example", "three.example"]) await w.mine("POST /api/v1/domain_blocks", { body: { domain } });
      return { holds: (found) => hold(found.includes("two.example"), "a domain that is blocked is not there") };
    }, { paged: { key: null } }),
    row("POST /api/v1/domain_blocks", "write:blocks", "empty", () => ({ body: { domain: "four.example" } }), { wrong: [["without a domain", bodiless], ["with a domain that is none", other({ domain: "not a domain" })]] }),
    row("DELETE /api/v1/domain_blocks", "write:blocks", "empty", async (w) => {
      await w.mine("POST /api/v1/domain_blocks", { body: { domain: "four.example" } });
      return { body: { domain: "four.example" } };
    }, { wrong: [["without a domain", bodiless]] }),
  ]),
];

const withAccounts = async (w) => ({ path: { id: (await w.list()).id }, body: { account_ids: [await w.id(1)] } });

export const lists = group("lists", [
  row("GET /api/v1/lists", "read:lists", "[List]", async (w) => {
    const list = await w.once("a list", () => w.list());
    return { holds: (found) => hold(found.some((one) => one.id === list.id), "a list that was made is not there") };
  }),
  row("GET /api/v1/lists/:id", "read:lists", "List", async (w) => {
    const { id } = await w.once("a list", () => w.list());
    return { path: { id } };
  }, { hidden: async (w) => ({ id: (await w.as(1, "POST /api/v1/lists", { body: { title: "Theirs" } })).id }) }),
  row("POST /api/v1/lists", "write:lists", "List", () => ({
    body: { title: "Colleagues", replies_policy: "none", exclusive: true },
    holds: (list) => hold(list.title === "Colleagues" && list.replies_policy === "none" && list.exclusive === true, `it is ${shown(list)}`),
  }), { wrong: [["without a title", without("title")], ["with a policy that is none", other({ replies_policy: "sideways" })]] }),
  row("PUT /api/v1/lists/:id", "write:lists", "List", async (w) => ({
    path: { id: (await w.list()).id }, body: { title: "Others", replies_policy: "followed", exclusive: false },
    holds: (list) => hold(list.title === "Others" && list.replies_policy === "followed" && list.exclusive === false, `it is ${shown(list)}`),
  }), { wrong: [["with an empty title", other({ title: "" })]] }),
  row("DELETE /api/v1/lists/:id", "write:lists", "empty", async (w) => ({ path: { id: (await w.list()).id } })),
  row("GET /api/v1/lists/:id/accounts", "read:lists", "[Account]", async (w) => ({ path: { id: (await listed(w)).id } }), paged),
  row("POST /api/v1/lists/:id/accounts", "write:lists", "empty", async (w) => (await w.follows(0, 1), withAccounts(w)), { also: [["of whom one does not follow", async (w, ask) => {
    const { status } = await ask("POST /api/v1/lists/:id/accounts", { path: await w.list(), body: { account_ids: ["999999999999999999"] } });
    hold(status === 404, `it answered ${status}, not 404`);
  }]] }),
  row("DELETE /api/v1/lists/:id/accounts", "write:lists", "empty", async (w) => {
    await w.follows(0, 1);
    const question = await withAccounts(w);
    await w.mine("POST /api/v1/lists/:id/accounts", question);
    return question;
  }),
]);

const kFilter = { title: "Pumps", context: ["home", "public"], filter_action: "hide", expires_in: 3600, keywords_attributes: [{ keyword: "pump", whole_word: false }] };
const keywordOf = async (w) => (await w.filter()).keywords[0];
const statusOf = async (w) => w.mine("POST /api/v2/filters/:id/statuses", { path: await w.filter(), body: { status_id: (await w.post(1)).id } });
const notMine = async (w) => ({ id: (await w.as(1, "POST /api/v2/filters", { body: kFilter })).id });
const noneOfMine = async (w) => ({ filter_id: (await notMine(w)).id });

export const filters = group("filters", [
  row("GET /api/v2/filters", "read:filters", "[Filter]", async (w) => {
    const filter = await w.filter();
    return { holds: (found) => hold(found.some((one) => one.id === filter.id), "a filter that was made is not there") };
  }),
  row("GET /api/v2/filters/:id", "read:filters", "Filter", async (w) => ({ path: { id: (await w.filter()).id } }), { hidden: notMine }),
  row("POST /api/v2/filters", "write:filters", "Filter", () => ({ body: kFilter, holds: (filter) => {
    hold(filter.title === "Pumps" && filter.context.join() === "home,public" && filter.filter_action === "hide", `it is ${shown(filter)}`);
    hold(filter.keywords[0]?.keyword === "pump" && filter.keywords[0].whole_word === false && filter.expires_at !== null, "keyword or end is not what was given");
  } }), {
    wrong: [["without a title", without("title")], ["without a context", without("context")], ["with a context that is none", other({ context: ["sideways"] })]],
    also: [["it is told of what it fits", async (w, ask) => {
      await w.follows(0, 1);
      await ask("POST /api/v2/filters", { body: { title: "Leaks", context: ["home"], keywords_attributes: [{ keyword: "leak", whole_word: true }] } });
      const post = await w.post(1, { status: "There is a leak" });
      const found = (await w.mine("GET /api/v1/timelines/home")).find((one) => one.id === post.id);
      hold(found?.filtered[0]?.filter.title === "Leaks" && found.filtered[0].keyword_matches.includes("leak"), `filtered is ${shown(found?.filtered)}`);
    }]],
  }),
  row("PUT /api/v2/filters/:id", "write:filters", "Filter", async (w) => {
    const { id, keywords } = await w.filter();
    return { path: { id }, body: { title: "Other", keywords_attributes: [{ id: keywords[0].id, keyword: "valve" }] }, holds: (filter) => {
      hold(filter.title === "Other" && filter.keywords.length === 1 && filter.keywords[0].keyword === "valve", `it is ${shown(filter)}`);
    } };
  }, { hidden: notMine, wrong: [["with a context that is none", other({ context: ["sideways"] })]] }),
  row("DELETE /api/v2/filters/:id", "write:filters", "empty", async (w) => ({ path: { id: (await w.filter()).id } }), { hidden: notMine }),
  row("GET /api/v2/filters/:filter_id/keywords", "read:filters", "[FilterKeyword]", async (w) => ({ path: { filter_id: (await w.filter()).id } }), { hidden: noneOfMine }),
  row("POST /api/v2/filters/:filter_id/keywords", "write:filters", "FilterKeyword", async (w) => ({
    path: { filter_id: (await w.filter()).id }, body: { keyword: "valve", whole_word: false }, holds: (word) => hold(word.keyword === "valve" && word.whole_word === false, `it is ${shown(word)}`),
  }), { hidden: noneOfMine, wrong: [["without a keyword", without("keyword")]] }),
  row("GET /api/v2/filters/keywords/:id", "read:filters", "FilterKeyword", async (w) => ({ path: { id: (await keywordOf(w)).id } })),
  row("PUT /api/v2/filters/keywords/:id", "write:filters", "FilterKeyword", async (w) => ({
    path: { id: (await keywordOf(w)).id }, body: { keyword: "valve", whole_word: false }, holds: (word) => hold(word.keyword === "valve", `it is ${shown(word)}`),
  }), { wrong: [["with an empty keyword", other({ keyword: "" })]] }),
  row("DELETE /api/v2/filters/keywords/:id", "write:filters", "empty", async (w) => ({ path: { id: (await keywordOf(w)).id } })),
  row("GET /api/v2/filters/:filter_id/statuses", "read:filters", "[FilterStatus]", async (w) => ({ path: { filter_id: (await w.filter()).id } }), { hidden: noneOfMine }),
  row("POST /api/v2/filters/:filter_id/statuses", "write:filters", "FilterStatus", async (w) => {
    const status_id = (await w.post(1)).id;
    return { path: { filter_id: (await w.filter()).id }, body: { status_id }, holds: (one) => hold(one.status_id === status_id, `it is ${shown(one)}`) };
  }, { hidden: noneOfMine }),
  row("GET /api/v2/filters/statuses/:id", "read:filters", "FilterStatus", async (w) => ({ path: { id: (await statusOf(w)).id } })),
  row("DELETE /api/v2/filters/statuses/:id", "write:filters", "empty", async (w) => ({ path: { id: (await statusOf(w)).id } })),
  row("GET /api/v1/filters", "read:filters", "[V1Filter]", async (w) => (await w.v1Filter(), {})),
  row("GET /api/v1/filters/:id", "read:filters", "V1Filter", async (w) => ({ path: { id: (await w.v1Filter()).id } })),
  row("POST /api/v1/filters", "write:filters", "V1Filter", () => ({
    body: { phrase: "pump", context: ["home"], irreversible: false, whole_word: true, expires_in: 3600 }, holds: (filter) => hold(filter.phrase === "pump" && filter.whole_word === true, `it is ${shown(filter)}`),
  }), { wrong: [["without a phrase", without("phrase")], ["without a context", without("context")]] }),
  row("PUT /api/v1/filters/:id", "write:filters", "V1Filter", async (w) => ({
    path: { id: (await w.v1Filter()).id }, body: { phrase: "valve", context: ["home"] }, holds: (filter) => hold(filter.phrase === "valve", `it is ${shown(filter)}`),
  })),
  row("DELETE /api/v1/filters/:id", "write:filters", "empty", async (w) => ({ path: { id: (await w.v1Filter()).id } })),
]);

export const conversations = group("conversations", [
  row("GET /api/v1/conversations", "read:statuses", "[Conversation]", async (w) => {
    await w.once("conversations", async () => { for (const who of w.others) await w.conversation(who); });
    return { holds: (found) => hold(found.some((one) => one.unread === true && one.accounts.length > 0), "none is unread, or none has others in it") };
  }, paged),
  row("DELETE /api/v1/conversations/:id", "write:conversations", "empty", async (w) => ({ path: { id: (await w.conversation()).id } })),
  row("POST /api/v1/conversations/:id/read", "write:conversations", "Conversation", async (w) => ({
    path: { id: (await w.conversation()).id }, holds: (one) => hold(one.unread === false, "it is still unread"),
  })),
]);

export const markers = group("markers", [
  row("GET /api/v1/markers", "read:statuses", { home: "Marker", notifications: "Marker" }, async (w) => {
    const { id } = await w.once("marked", () => w.post());
    await w.mine("POST /api/v1/markers", { body: { home: { last_read_id: id }, notifications: { last_read_id: id } } });
    return { query: { timeline: ["home", "notifications"] }, holds: (found) => hold(found.home.last_read_id === id, "it is another place than the one marked") };
  }),
  row("POST /api/v1/markers", "write:statuses", { home: "Marker" }, async (w) => {
    const { id } = await w.post();
    return { body: { home: { last_read_id: id } }, holds: (found) => hold(found.home.last_read_id === id, "it is another place than the one marked") };
  }, { also: [["in the query", async (w, ask) => {
    const { id } = await w.post(), { status, json } = await ask("POST /api/v1/markers", { query: { home: { last_read_id: id } } });
    hold(status === 200 && json.home?.last_read_id === id, `it answered ${status} ${shown(json)}`);
  }]] }),
]);
