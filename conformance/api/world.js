// Whom and what the rows ask about: people, posts and all else, made by the API itself when a row
// first needs them.

import { Api } from "./call.js";
import { skip } from "../blackbox/clause.js";

const kAdmin = /^admin:/;

export class World {
  // `people`: [{ token }], the first is who asks; `tokens`: { scope: token } of the same person with that
  // scope alone; `narrow`, `reader`: theirs with only "push", only "read"; `admin`: { token, tokens };
  // `remote`: { acct, statusUrl } of somebody elsewhere.
  constructor({ base, people, tokens = {}, narrow, reader, admin, remote, pretender, patient }) {
    Object.assign(this, { api: new Api(base, { patient }), people, tokens, narrow, reader, admin, remote, pretender, known: new Map(), serial: 0 });
    this.token = people[0].token;
  }

  // The token that a method of this scope is asked with: one that has no other, where there is one.
  tokenFor(scope) {
    if (kAdmin.test(scope)) return this.admin ? this.admin.tokens[scope] ?? this.admin.token : skip("no --admin-token was given");
    return this.tokens[scope] ?? this.token;
  }
  // One that is good for something else.
  tokenWithout(scope) {
    return /^push/.test(scope) ? this.reader : this.narrow;
  }

  // What is made once.
  once(name, make) {
    if (!this.known.has(name)) this.known.set(name, make());
    return this.known.get(name);
  }
  next(word) { return `${word}${(this.serial += 1)}`; }

  // As the person of that number.
  as(who, at, how = {}) { return this.api.need(at, { token: this.people[who].token, ...how }); }
  mine(at, how) { return this.as(0, at, how); }
  boss(at, how = {}) { return this.api.need(at, { token: this.admin?.token ?? skip("no --admin-token was given"), ...how }); }

  // --- people ----------------------------------------------------------------------------------------

  account(who = 0) {
    if (who >= this.people.length) skip(`it needs ${who} others: give --other-token as often`);
    return this.once(`account ${who}`, () => this.as(who, "GET /api/v1/accounts/verify_credentials"));
  }
  async id(who = 0) { return (await this.account(who)).id; }
  get others() { return this.people.map((_, who) => who).slice(1); }
  // Each of the others does it.
  async each(work) { for (const who of this.others) await work(who); }

  // Somebody elsewhere, as known here.
  elsewhere() {
    if (!this.remote?.acct) skip("no --remote was given");
    return this.once("elsewhere", async () => {
      const found = await this.mine("GET /api/v2/search", { query: { q: this.remote.acct, resolve: true, type: "accounts" } });
      if (!found.accounts[0]) throw new Error(`${this.remote.acct} was not found`);
      return found.accounts[0];
    });
  }
  // Who asks follows them, and they have said yes.
  followsElsewhere() {
    return this.once("follows elsewhere", async () => {
      const { id } = await this.elsewhere();
      await this.mine("POST /api/v1/accounts/:id/follow", { path: { id } });
      for (let i = 0; i < 100; i += 1) {
        const [relation] = await this.mine("GET /api/v1/accounts/relationships", { query: { id: [id] } });
        if (relation.following) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`${this.remote.acct} did not accept the follow`);
    });
  }
  // Two people know each other: `who` follows `whom`.
  follows(who, whom) {
    return this.once(`${who} follows ${whom}`, async () => this.as(who, "POST /api/v1/accounts/:id/follow", { path: { id: await this.id(whom) } }));
  }
  // All others follow who asks.
  followed() { return this.each((who) => this.follows(who, 0)); }
  // Who asks follows all others.
  following() { return this.each((who) => this.follows(0, who)); }

  // --- posts -----------------------------------------------------------------------------------------

  post(who = 0, more = {}) { return this.as(who, "POST /api/v1/statuses", { body: { status: this.next("Word "), ...more } }); }
  reply(who, to, more = {}) { return this.post(who, { in_reply_to_id: to.id, ...more }); }
  poll(who = 0, more = {}) { return this.post(who, { poll: { options: ["Yes", "No"], expires_in: 3600 }, ...more }); }
  // One that nobody but `who` may read.
  hidden(who) { return this.once(`hidden ${who}`, () => this.post(who, { visibility: "direct" })); }
  // Enough of everything in the main timelines.
  wellRead() {
    return this.once("well read", async () => {
      await this.following();
      for (let i = 0; i < 5; i += 1) await this.post(1, { status: `A word about #conformance ${i}` });
    });
  }
  // A post of ours that all others like, boost and answer.
  loved() {
    return this.once("loved", async () => {
      const post = await this.post();
      await this.each(async (who) => {
        await this.as(who, "POST /api/v1/statuses/:id/favourite", { path: post });
        await this.as(who, "POST /api/v1/statuses/:id/reblog", { path: post });
        await this.reply(who, post, { status: `@${(await this.account()).acct} ${this.next("Answer ")}` });
      });
      return post;
    });
  }

  // --- what one keeps for oneself ----------------------------------------------------------------------

  // A list that these people are on, whoever left it meanwhile.
  async listOf(people) {
    const list = await this.once(`list of ${people}`, () => this.list());
    const there = (await this.mine("GET /api/v1/lists/:id/accounts", { path: list })).map((one) => one.id);
    const account_ids = (await Promise.all(people.map((who) => this.id(who)))).filter((id) => !there.includes(id));
    for (const id of account_ids) await this.mine("POST /api/v1/accounts/:id/follow", { path: { id } });
    if (account_ids.length > 0) await this.mine("POST /api/v1/lists/:id/accounts", { path: list, body: { account_ids } });
    return list;
  }
  list(more = {}) { return this.mine("POST /api/v1/lists", { body: { title: this.next("List "), ...more } }); }
  filter() {
    return this.mine("POST /api/v2/filters", { body: { title: this.next("Filter "), context: ["home"], keywords_attributes: [{ keyword: "pumps", whole_word: true }] } });
  }
  v1Filter() { return this.mine("POST /api/v1/filters", { body: { phrase: this.next("phrase "), context: ["home"] } }); }
  scheduled() { return this.mine("POST /api/v1/statuses", { body: { status: this.next("Later "), scheduled_at: later(2) } }); }
  // A conversation with somebody, begun by them.
  async conversation(who = 1) {
    await this.post(who, { status: `@${(await this.account()).acct} ${this.next("Between us ")}`, visibility: "direct" });
    return (await this.mine("GET /api/v1/conversations"))[0];
  }
  // Likes, boosts, answers and follows that are news.
  notified() {
    return this.once("notified", async () => {
      await this.loved();
      const path = { id: await this.id() };
      await this.each(async (who) => {
        for (const leaf of ["unfollow", "follow"]) await this.as(who, `POST /api/v1/accounts/:id/${leaf}`, { path });
      });
    });
  }
  // A tag on the profile, a post on top of it: each may be there from before.
  featured(name) {
    return this.once(`featured ${name}`, async () => {
      const found = (await this.mine("GET /api/v1/featured_tags")).find((tag) => tag.name === name);
      return found ?? this.mine("POST /api/v1/featured_tags", { body: { name } });
    });
  }
  pinned() {
    return this.once("pinned", async () => {
      const [found] = await this.mine("GET /api/v1/accounts/:id/statuses", { path: { id: await this.id() }, query: { pinned: true } });
      return found ?? this.mine("POST /api/v1/statuses/:id/pin", { path: await this.post() });
    });
  }
  app() { return this.once("app", () => this.api.need("POST /api/v1/apps", { body: { client_name: "Conformance", redirect_uris: "urn:ietf:wg:oauth:2.0:oob", scopes: "read write follow push", website: "https://client.example/" } })); }
  async appToken() {
    return this.once("app token", async () => {
      const { client_id, client_secret } = await this.app();
      const body = { client_id, client_secret, grant_type: "client_credentials", redirect_uri: "urn:ietf:wg:oauth:2.0:oob", scope: "read write" };
      return (await this.api.need("POST /oauth/token", { body })).access_token;
    });
  }
  report() {
    return this.once("report", async () => this.mine("POST /api/v1/reports", { body: { account_id: await this.id(1), comment: "Spam", category: "spam" } }));
  }
}

export const later = (hours) => new Date(Date.now() + hours * 3600_000).toISOString();
