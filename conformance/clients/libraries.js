// The two libraries that most web clients are made with: masto and megalodon.

import { createReadStream, readFileSync } from "node:fs";
import connect, { detector } from "megalodon";
import { createRestAPIClient, createStreamingAPIClient } from "masto";

const kBack = "urn:ietf:wg:oauth:2.0:oob";
const kScopes = "read write follow push";

const names = (list) => list.map((one) => one.acct).join(" ");
const said = (event, payload) => `${event} ${payload.content ?? payload.type ?? payload}`;
const texts = (list) => list.map((status) => (status.reblog ?? status).content).join("\n");

export class Masto {
  name = "masto";

  constructor(node) { this.url = node.origin; }

  async signIn(browser) {
    const app = await createRestAPIClient({ url: this.url }).v1.apps.create({ clientName: "masto", redirectUris: kBack, scopes: kScopes });
    const query = new URLSearchParams({ client_id: app.clientId, redirect_uri: kBack, response_type: "code", scope: kScopes });
    const code = await browser.allow(`${this.url}/oauth/authorize?${query}`);
    const answer = await fetch(`${this.url}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_id: app.clientId, client_secret: app.clientSecret, redirect_uri: kBack, grant_type: "authorization_code", code }),
    });
    const { access_token: accessToken } = await answer.json();
    this.api = createRestAPIClient({ url: this.url, accessToken });
    this.accessToken = accessToken;
  }
  async whoAmI() { return (await this.api.v1.accounts.verifyCredentials()).username; }
  async post(status) { return (await this.api.v1.statuses.create({ status })).id; }
  async home() { return texts(await this.api.v1.timelines.home.list()); }
  async everybody() { return texts(await this.api.v1.timelines.public.list({ local: true })); }
  async tagged(tag) { return texts(await this.api.v1.timelines.tag.$select(tag).list()); }
  async like(id) { await this.api.v1.statuses.$select(id).favourite(); }
  async boost(id) { await this.api.v1.statuses.$select(id).reblog(); }
  async boostedBy(id) { return names(await this.api.v1.statuses.$select(id).rebloggedBy.list()); }
  async thread(id) {
    const one = this.api.v1.statuses.$select(id);
    const { ancestors, descendants } = await one.context.fetch();
    return texts([...ancestors, await one.fetch(), ...descendants]);
  }
  async listen() {
    const { configuration } = await this.api.v2.instance.fetch();
    this.streams = createStreamingAPIClient({ streamingApiUrl: configuration.urls.streaming, accessToken: this.accessToken });
    const events = this.streams.user.subscribe();
    this.heard = [];
    this.listening = (async () => { for await (const { event, payload } of events) this.heard.push(said(event, payload)); })();
  }
  async told() { return this.heard.join("\n"); }
  async stop() {
    this.streams.close();
    await this.listening.catch(() => {}); // it ends with the connection
  }
  async remove(id) { await this.api.v1.statuses.$select(id).remove(); }
  async follow(name) {
    const { id } = await this.api.v1.accounts.lookup({ acct: name });
    await this.api.v1.accounts.$select(id).follow();
  }
  async following(name) {
    const { id } = await this.api.v1.accounts.lookup({ acct: name });
    return names(await this.api.v1.accounts.$select(id).following.list());
  }
  async ask(status, options) { return (await this.api.v1.statuses.create({ status, poll: { options, expiresIn: 3600 } })).poll.id; }
  async vote(id, choices) { await this.api.v1.polls.$select(id).votes.create({ choices }); }
  async votes(id) { return (await this.api.v1.polls.$select(id).fetch()).options.map((one) => one.votesCount); }
  async edit(id, status) { await this.api.v1.statuses.$select(id).update({ status }); }
  async versions(id) { return texts(await this.api.v1.statuses.$select(id).history.list()); }
  async search(q) { return names((await this.api.v2.search.list({ q, type: "accounts" })).accounts); }
  async followElsewhere(q) {
    const { accounts: [{ id }] } = await this.api.v2.search.list({ q, type: "accounts", resolve: true });
    await this.api.v1.accounts.$select(id).follow();
  }
  async show(status, file, description) {
    const { id } = await this.api.v2.media.create({ file: new File([readFileSync(file)], "wall.png", { type: "image/png" }), description });
    return (await this.api.v1.statuses.create({ status, mediaIds: [id] })).id;
  }
  async keep(id) { await this.api.v1.statuses.$select(id).bookmark(); }
  async kept() { return texts(await this.api.v1.bookmarks.list()); }
  async makeList(title, name) {
    const list = await this.api.v1.lists.create({ title });
    await this.api.v1.lists.$select(list.id).accounts.create({ accountIds: [(await this.api.v1.accounts.lookup({ acct: name })).id] });
    return list.id;
  }
  async listed(id) { return texts(await this.api.v1.timelines.list.$select(id).list()); }
  async mute(name) { await this.#relate(name, "mute"); }
  async unmute(name) { await this.#relate(name, "unmute"); }
  async #relate(name, how) {
    const { id } = await this.api.v1.accounts.lookup({ acct: name });
    await this.api.v1.accounts.$select(id)[how]();
  }
  async news(limit) {
    const told = [];
    for await (const page of this.api.v1.notifications.list({ limit })) told.push(...page);
    return told;
  }
}

export class Megalodon {
  name = "megalodon";

  constructor(node) { this.url = node.origin; }

  async signIn(browser) {
    const kind = await detector(this.url);
    const guest = connect(kind, this.url);
    const app = await guest.registerApp("megalodon", { scopes: kScopes.split(" "), redirect_uris: kBack });
    const code = await browser.allow(app.url);
    const token = await guest.fetchAccessToken(app.client_id, app.client_secret, code, kBack);
    this.api = connect(kind, this.url, token.access_token);
  }
  async whoAmI() { return (await this.api.verifyAccountCredentials()).data.username; }
  async post(text) { return (await this.api.postStatus(text)).data.id; }
  async home() { return texts((await this.api.getHomeTimeline()).data); }
  async everybody() { return texts((await this.api.getLocalTimeline()).data); }
  async tagged(tag) { return texts((await this.api.getTagTimeline(tag)).data); }
  async like(id) { await this.api.favouriteStatus(id); }
  async boost(id) { await this.api.reblogStatus(id); }
  async boostedBy(id) { return names((await this.api.getStatusRebloggedBy(id)).data); }
  async thread(id) {
    const { ancestors, descendants } = (await this.api.getStatusContext(id)).data;
    return texts([...ancestors, (await this.api.getStatus(id)).data, ...descendants]);
  }
  async listen() {
    this.heard = [];
    this.stream = await this.api.userStreaming();
    this.stream.on("update", (status) => this.heard.push(said("update", status)));
    this.stream.on("notification", (notification) => this.heard.push(said("notification", notification)));
    this.stream.on("delete", (id) => this.heard.push(said("delete", id)));
    await new Promise((resolve, reject) => {
      this.stream.once("connect", resolve);
      this.stream.once("error", reject);
    });
  }
  async told() { return this.heard.join("\n"); }
  async stop() { this.stream.stop(); }
  async remove(id) { await this.api.deleteStatus(id); }
  async follow(name) { await this.api.followAccount((await this.api.lookupAccount(name)).data.id); }
  async following(name) {
    const { id } = (await this.api.lookupAccount(name)).data;
    return names((await this.api.getAccountFollowing(id)).data);
  }
  async ask(text, options) { return (await this.api.postStatus(text, { poll: { options, expires_in: 3600 } })).data.poll.id; }
  async vote(id, choices) { await this.api.votePoll(id, choices); }
  async votes(id) { return (await this.api.getPoll(id)).data.options.map((one) => one.votes_count); }
  async edit(id, status) { await this.api.editStatus(id, { status }); }
  async search(q) { return names((await this.api.search(q, { type: "accounts" })).data.accounts); }
  async followElsewhere(q) {
    const { accounts: [{ id }] } = (await this.api.search(q, { type: "accounts", resolve: true })).data;
    await this.api.followAccount(id);
  }
  async show(text, file, description) {
    const { id } = (await this.api.uploadMedia(createReadStream(file), { description })).data;
    return (await this.api.postStatus(text, { media_ids: [id] })).data.id;
  }
  async keep(id) { await this.api.bookmarkStatus(id); }
  async kept() { return texts((await this.api.getBookmarks()).data); }
  async makeList(title, name) {
    const { id } = (await this.api.createList(title)).data;
    await this.api.addAccountsToList(id, [(await this.api.lookupAccount(name)).data.id]);
    return id;
  }
  async listed(id) { return texts((await this.api.getListTimeline(id)).data); }
  async mute(name) { await this.api.muteAccount((await this.api.lookupAccount(name)).data.id, true); }
  async unmute(name) { await this.api.unmuteAccount((await this.api.lookupAccount(name)).data.id); }
  async news(limit) {
    const told = [];
    for (let page; (page = (await this.api.getNotifications({ limit, max_id: told.at(-1)?.id })).data).length > 0;) told.push(...page);
    return told;
  }
}
