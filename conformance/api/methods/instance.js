// The server itself, what is found by it, and the profile.

import { hold, shown } from "../../blackbox/clause.js";
import { group, other, row, without } from "../row.js";

// For machines that watch: the word alone or in JSON.
async function healthy(w, ask) {
  const { status, text, json } = await ask();
  if ([404, 405, 501].includes(status)) return "missing";
  hold(status === 200 && ["OK", "UP"].includes(json?.status ?? text.trim()), `it answered ${status} ${shown(text)}`);
  return "present";
}

const named = (name) => ({ path: { name } });

export const instance = group("instance", [
  row("GET /api/v2/instance", "", "Instance", () => ({ holds: (it) => hold(/^\d+\.\d+\.\d+/.test(it.version), `version ${shown(it.version)} does not begin with a number that clients can compare`) })),
  row("GET /api/v1/instance/peers", "", "[text]", () => ({}), { status: [200, 401] }),
  row("GET /api/v1/instance/activity", "", "[Activity]", () => ({ holds: (weeks) => hold(weeks.length <= 12, "it has more than twelve weeks") })),
  row("GET /api/v1/instance/rules", "", "[Rule]"),
  row("GET /api/v1/instance/domain_blocks", "", "[DomainBlock] | Error", () => ({}), { status: [200, 401, 404] }),
  row("GET /api/v1/instance/extended_description", "", "ExtendedDescription"),
  row("GET /api/v1/instance/privacy_policy", "", "PrivacyPolicy"),
  row("GET /api/v1/instance/terms_of_service", "", "TermsOfService"),
  row("GET /api/v1/instance/terms_of_service/:date", "", "TermsOfService", async (w) => {
    const { effective_date: date } = await w.api.need("GET /api/v1/instance/terms_of_service");
    return { path: { date }, holds: (terms) => hold(terms.effective_date === date, "it is of another day") };
  }, { absent: { date: "1999-01-01" } }),
  row("GET /api/v1/instance/translation_languages", "", "{[text]}"),
  row("GET /api/v1/instance", "", "V1Instance"),
]);

export const others = [
  ...group("health", [{ ...row("GET /health", "", "any"), run: healthy }]),
  ...group("custom_emojis", [row("GET /api/v1/custom_emojis", "", "[CustomEmoji]")]),
  ...group("directory", [row("GET /api/v1/directory", "", "[Account]", async (w) => {
    await w.mine("PATCH /api/v1/accounts/update_credentials", { body: { discoverable: true } });
    const me = await w.id();
    return { query: { local: true, limit: 80 }, holds: (found) => hold(found.some((one) => one.id === me), "who wants to be found is not there") };
  }, { also: [["order=new, offset", async (w, ask) => {
    const [first, second] = await Promise.all([0, 1].map((offset) => ask("GET /api/v1/directory", { query: { local: true, order: "new", offset, limit: 1 } })));
    hold(first.json.length <= 1 && (second.json.length === 0 || second.json[0].id !== first.json[0].id), "offset changes nothing");
  }]] })]),
  ...group("preferences", [row("GET /api/v1/preferences", "read:accounts", "Preferences")]),
  ...group("emails", [row("POST /api/v1/emails/confirmations", "write:accounts", "empty | Error", () => ({ body: { email: "somebody@client.example" } }), { status: [200, 403, 422] })]),
  ...group("endorsements", [row("GET /api/v1/endorsements", "read:accounts", "[Account]", async (w) => {
    await w.following();
    for (const who of w.others) await w.mine("POST /api/v1/accounts/:id/endorse", { path: { id: await w.id(who) } });
    return {};
  }, { paged: {} })]),
  ...group("oembed", [row("GET /api/oembed", "", "OEmbed", async (w) => {
    const post = await w.once("embedded", () => w.post());
    return { query: { url: post.url }, holds: (found) => hold(found.html.includes("<iframe"), "html has no frame") };
  }, { also: [["of what is hidden", async (w, ask) => {
    const { status } = await ask("GET /api/oembed", { query: { url: (await w.hidden(1)).url } });
    hold(status === 404, `it answered ${status}, not 404`);
  }]] })]),
  ...group("announcements", [
    row("GET /api/v1/announcements", "read", "[Announcement]", null, { anyScope: true }),
    row("POST /api/v1/announcements/:id/dismiss", "write:accounts", "empty", async (w) => ({ path: { id: await announced(w) } })),
    row("PUT /api/v1/announcements/:id/reactions/:name", "write:favourites", "empty", async (w) => ({ path: { id: await announced(w), name: "👍" } })),
    row("DELETE /api/v1/announcements/:id/reactions/:name", "write:favourites", "empty", async (w) => {
      const path = { id: await announced(w), name: "👍" };
      await w.mine("PUT /api/v1/announcements/:id/reactions/:name", { path });
      return { path };
    }),
  ]),
  ...group("annual_reports", [
    row("GET /api/v1/annual_reports", "read:accounts", "AnnualReports"),
    row("GET /api/v1/annual_reports/:year", "read:accounts", "AnnualReports", async (w) => ({ path: { year: await reported(w) } }), { absent: { year: 1999 }, seldom: true }),
    row("POST /api/v1/annual_reports/:year/read", "write:accounts", "empty", async (w) => ({ path: { year: await reported(w) } }), { absent: { year: 1999 }, seldom: true }),
  ]),
];

async function announced(w) {
  const [found] = await w.mine("GET /api/v1/announcements", { query: { with_dismissed: true } });
  hold(found, "nothing is announced");
  return found.id;
}
// Once, for a report that was read is not listed again.
const reported = (w) => w.once("a report of a year", async () => {
  await w.post();
  const { annual_reports: found } = await w.mine("GET /api/v1/annual_reports");
  hold(found.length > 0, "there is no report of a year");
  return found[0].year;
});

export const search = group("search", [
  row("GET /api/v2/search", "read:search?", "Search", async (w) => {
    const { username, id } = await w.account(1);
    return { query: { q: username }, holds: (found) => hold(found.accounts.some((one) => one.id === id), `${username} is not found`) };
  }, { also: [
    ["type=hashtags", async (w, ask) => {
      await w.wellRead();
      const { json } = await ask("GET /api/v2/search", { query: { q: "conformance", type: "hashtags" } });
      hold(json.hashtags.some((tag) => tag.name === "conformance") && json.accounts.length === 0 && json.statuses.length === 0, `it is ${shown(json)}`);
    }],
    ["type=statuses", async (w, ask) => {
      const word = `word${Date.now()}`, post = await w.post(0, { status: `Of ${word}` });
      // Servers index what is written a little later.
      for (let left = 25; left > 0; left -= 1) {
        const { json } = await ask("GET /api/v2/search", { query: { q: word, type: "statuses" } });
        if (json.statuses.some((one) => one.id === post.id)) return;
        await new Promise((resolve) => { setTimeout(resolve, 200); });
      }
      hold(false, "a post of one's own is not found by its words");
    }],
    ["resolve=true, somebody elsewhere", async (w) => hold((await w.elsewhere()).acct.includes("@"), "nobody is found")],
    ["without words", async (w, ask) => {
      const { status } = await ask("GET /api/v2/search", { query: { q: "" } });
      hold([400, 422].includes(status), `it answered ${status}, not 400`);
    }],
  ] }),
]);

export const discovery = [
  ...group("suggestions", [
    row("GET /api/v2/suggestions", "read", "[Suggestion]"),
    row("DELETE /api/v1/suggestions/:account_id", "read", "empty", async (w) => ({ path: { account_id: await w.id(w.others.at(-1)) } }), { absent: false }),
    row("GET /api/v1/suggestions", "read", "[Account]"),
  ]),
  ...group("trends", [
    row("GET /api/v1/trends/tags", "", "[Tag]", async (w) => (await w.wellRead(), { query: { limit: 20 } })),
    row("GET /api/v1/trends/statuses", "", "[Status]", async (w) => (await w.loved(), { query: { limit: 40 } })),
    row("GET /api/v1/trends/links", "", "[TrendingLink]", () => ({ query: { limit: 20 } })),
  ]),
];

const follow = (value) => async (w) => {
  const name = w.next("pumps");
  await w.post(0, { status: `#${name}` });
  if (!value) await w.mine("POST /api/v1/tags/:name/follow", named(name));
  return { ...named(name), holds: (tag) => hold(tag.name === name && tag.following === value, `following is ${tag.following} afterwards`) };
};
const feature = (value) => async (w) => {
  const name = w.next("valves");
  await w.post(0, { status: `#${name}` });
  if (!value) await w.mine("POST /api/v1/tags/:id/feature", { path: { id: name } });
  return { path: { id: name }, holds: (tag) => hold(tag.name === name && tag.featuring === value, `featuring is ${tag.featuring} afterwards`), after: () => value && w.mine("POST /api/v1/tags/:id/unfeature", { path: { id: name } }) };
};
const featuredTag = async (w) => {
  const name = w.next("taps");
  await w.post(0, { status: `#${name}` });
  return w.mine("POST /api/v1/featured_tags", { body: { name } });
};

export const tags = [
  ...group("tags", [
    row("GET /api/v1/tags/:name", "read?", "Tag", async (w) => (await w.wellRead(), { ...named("conformance"), holds: (tag) => hold(tag.name === "conformance", `it is ${shown(tag)}`) }), { absent: false }),
    row("POST /api/v1/tags/:name/follow", "write:follows", "SeenTag", follow(true), { absent: false }),
    row("POST /api/v1/tags/:name/unfollow", "write:follows", "SeenTag", follow(false), { absent: false }),
    row("POST /api/v1/tags/:id/feature", "write:accounts", "Tag", feature(true), { absent: false }),
    row("POST /api/v1/tags/:id/unfeature", "write:accounts", "Tag", feature(false), { absent: false }),
  ]),
  ...group("followed_tags", [row("GET /api/v1/followed_tags", "read:follows", "[SeenTag]", async (w) => {
    await w.once("followed tags", async () => { for (const name of ["alpha", "beta", "gamma"]) await w.mine("POST /api/v1/tags/:name/follow", named(name)); });
    return { holds: (found) => hold(found.some((tag) => tag.name === "beta") && found.every((tag) => tag.following), "one that is followed is not there") };
  }, { paged: { key: "name" } })]),
  ...group("featured_tags", [
    row("GET /api/v1/featured_tags", "read:accounts", "[FeaturedTag]"),
    row("POST /api/v1/featured_tags", "write:accounts", "FeaturedTag", async (w) => {
      const name = w.next("featured");
      await w.post(0, { status: `#${name}` });
      const after = async () => {
        const found = (await w.mine("GET /api/v1/featured_tags")).find((tag) => tag.name === name);
        if (found) await w.mine("DELETE /api/v1/featured_tags/:id", { path: found });
      };
      return { body: { name }, after, holds: (tag) => hold(tag.name === name && Number(tag.statuses_count) === 1, `it is ${shown(tag)}`) };
    }, { wrong: [["without a name", without("name")], ["with a name that is none", other({ name: "not a tag!" })]] }),
    row("DELETE /api/v1/featured_tags/:id", "write:accounts", "empty", async (w) => {
      const { id } = await featuredTag(w);
      return { path: { id }, after: () => w.api.ask("DELETE /api/v1/featured_tags/:id", { path: { id }, token: w.token }) };
    }),
    row("GET /api/v1/featured_tags/suggestions", "read:accounts", "[Tag]", async (w) => (await w.wellRead(), {})),
  ]),
];

export const profile = group("profile", [
  row("DELETE /api/v1/profile/avatar", "write:accounts", "CredentialAccount"),
  row("DELETE /api/v1/profile/header", "write:accounts", "CredentialAccount"),
]);
