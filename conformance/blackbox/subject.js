// The server under test, seen from outside: what the clauses ask of it, each asked once. A fact that
// cannot be had makes the rows that need it not applicable; the row that is about it is the one to fail.

import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { hasType, idOf, isAbsolute, isActivityType, isObject, kActivityJson, kPublic, list, skip } from "./clause.js";
import { read, send } from "./http.js";
import { Peer, signedPost } from "./peer.js";

const kAccept = { accept: kActivityJson };

export class Subject {
  #facts = new Map();

  // patience: how many ms may pass until something is seen that need not happen at once.
  constructor({ base, user, token, listen = { host: "127.0.0.1" }, patience = 5000 }) {
    Object.assign(this, { base: base.replace(/\/+$/, ""), user, token, listen, patience });
    this.host = new URL(base).host;
  }
  async start() {
    this.peer = new Peer(this.listen);
    await this.peer.start();
    this.stranger = new Peer({ host: this.peer.host, ...this.listen.stranger }); // of another origin
    await this.stranger.start();
  }
  async stop() {
    await this.peer.stop();
    await this.stranger.stop();
  }

  // What `work` gives, asked once; whatever it threw is thrown again.
  #once(name, work) {
    if (!this.#facts.has(name)) this.#facts.set(name, work());
    return this.#facts.get(name);
  }

  // --- plain reading ---------------------------------------------------------------------------------

  at(path) { return new URL(path, `${this.base}/`).href; }
  get(path, headers = {}) { return this.#once(`GET ${path} ${JSON.stringify(headers)}`, () => send("GET", this.at(path), { headers })); }
  send(method, path, options) { return send(method, this.at(path), options); }

  // The answer to these very bytes, as it came: its status (400 where the connection was closed without
  // one) and whatever followed its head.
  raw(bytes) {
    const { hostname, port, protocol } = new URL(this.base);
    const open = protocol === "https:" ? (ready) => connectTls({ host: hostname, port: Number(port || 443), servername: hostname }, ready)
      : (ready) => connect(Number(port || 80), hostname, ready);
    return new Promise((resolve, reject) => {
      let text = "";
      const socket = open(() => socket.write(bytes));
      const done = () => resolve({ status: text ? Number(text.split(" ")[1]) : 400, body: text.split("\r\n\r\n").slice(1).join("\r\n\r\n") });
      socket.setTimeout(this.patience, () => socket.destroy(new Error("no answer")));
      socket.on("data", (data) => { text += data; });
      socket.once("error", (error) => error.code === "ECONNRESET" ? done() : reject(error));
      socket.once("close", done);
    });
  }

  webfinger(resource, rest = "", headers = {}) {
    return this.get(`/.well-known/webfinger?resource=${encodeURIComponent(resource)}${rest}`, headers);
  }
  get acct() {
    if (!this.user) skip("no --user was given");
    if (this.user.includes("://")) skip("--user is an address, not a name");
    return `acct:${this.user}@${this.host}`;
  }
  async jrdAnswer() {
    const answer = await this.webfinger(this.acct);
    return answer.status === 200 && isObject(answer.json) ? answer : skip("there is no JRD for the account");
  }
  async jrd() { return (await this.jrdAnswer()).json; }

  // --- ActivityPub -----------------------------------------------------------------------------------

  actorUrl() {
    return this.#once("actor url", async () => {
      if (this.user?.includes("://")) return this.user;
      const link = list((await this.jrd()).links).find((one) => one?.rel === "self" && isActivityType(one.type));
      return link?.href ?? skip("WebFinger names no actor");
    });
  }
  actorAnswer() { return this.#once("actor answer", async () => read(await this.actorUrl(), kAccept)); }
  actor() {
    return this.#once("actor", async () => {
      const { json } = await this.actorAnswer();
      return isObject(json) ? json : skip("the actor cannot be read");
    });
  }
  async inbox() { return idOf((await this.actor()).inbox) ?? skip("the actor has no inbox"); }

  // One of the actor's collections ("outbox", "followers"...).
  collectionAnswer(name) {
    return this.#once(`collection ${name}`, async () => {
      const url = idOf((await this.actor())[name]);
      if (!isAbsolute(url)) skip(`the actor names no ${name}`);
      const answer = await read(url, kAccept);
      if ([401, 403, 404].includes(answer.status)) skip(`${name} is not shown to strangers`);
      return Object.assign(answer, { asked: url });
    });
  }
  async collection(name) {
    const { json } = await this.collectionAnswer(name);
    return isObject(json) ? json : skip(`${name} cannot be read`);
  }
  // Its pages, at most `most`; a collection that is not paged counts as its own only page.
  pages(name, most = 5) {
    return this.#once(`pages ${name}`, async () => {
      const collection = await this.collection(name);
      const found = [];
      if (collection.items || collection.orderedItems) found.push(collection);
      let next = collection.first;
      while (next && found.length < most) {
        const page = isObject(next) && (next.items || next.orderedItems) ? next : (await read(idOf(next), kAccept)).json;
        if (!isObject(page)) break;
        found.push(page);
        next = page.next;
      }
      return found;
    });
  }
  async page(name) {
    const page = (await this.pages(name)).find((one) => hasType(one, "CollectionPage", "OrderedCollectionPage"));
    return page ?? skip(`${name} has no pages`);
  }
  async items(name) {
    return (await this.pages(name)).flatMap((page) => list(page.orderedItems ?? page.items));
  }

  // A public Create of this actor: with a token one that was just made, else from its outbox.
  create() {
    return this.#once("create", async () => {
      if (this.token) await this.posted();
      const found = (await this.items("outbox")).find((item) => hasType(item, "Create") && list(item.to).includes(kPublic));
      return found ?? skip("the outbox shows no public Create");
    });
  }
  noteAnswer() {
    return this.#once("note answer", async () => read(idOf((await this.create()).object), kAccept));
  }
  note() {
    return this.#once("note", async () => {
      const { json } = await this.noteAnswer();
      return isObject(json) ? json : skip("the post cannot be read");
    });
  }

  // --- having it do something: a client's API in Mastodon's shape ------------------------------------

  async api(method, path, body) {
    if (!this.token) skip("needs --token");
    const headers = { authorization: `Bearer ${this.token}`, ...(body ? { "content-type": "application/json" } : {}) };
    return this.send(method, path, { headers, body: body && JSON.stringify(body) });
  }
  async apiJson(method, path, body) {
    const answer = await this.api(method, path, body);
    return answer.ok ? answer.json : skip(`${method} ${path.split("?")[0]} answered ${answer.status}`);
  }
  post(text, more = {}) { return this.apiJson("POST", "/api/v1/statuses", { status: text, visibility: "public", ...more }); }
  posted() { return this.#once("posted", () => this.post("Written for a conformance run.")); }
  // Posted when the runner was a follower.
  announced() { return this.#once("announced", () => this.post("Written for the followers in a conformance run.")); }
  // The status that came of a note which mentioned the user; undefined if none comes.
  async statusOf(note) {
    return this.until(async () => {
      const all = await this.apiJson("GET", "/api/v1/notifications?limit=40");
      return all.map((one) => one.status).find((status) => status?.uri === note.id);
    });
  }
  // Asks again until `probe` gives something true; undefined when patience ends.
  async until(probe) {
    const end = Date.now() + this.patience;
    for (;;) {
      const found = await probe();
      if (found || Date.now() > end) return found || undefined;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  // --- sending to it ---------------------------------------------------------------------------------

  mention(author, text, more = {}) {
    return this.actor().then((actor) => {
      const tag = [{ type: "Mention", href: actor.id, name: `@${actor.preferredUsername}@${this.host}` }];
      const peer = author === this.stranger.one ? this.stranger : this.peer;
      return peer.note(author, { to: [actor.id], text, tag, ...more });
    });
  }
  async deliver(author, activity, how) {
    const request = signedPost(author, how?.inbox ?? await this.inbox(), activity, how);
    return send(request.method, request.url, request);
  }
  // A Create of a note to the user, signed as `how` says (peer.js, signedPost).
  async tell(how = {}) {
    const note = await this.mention(this.peer.one, "A note of a conformance run.");
    return this.deliver(this.peer.one, this.peer.activity(this.peer.one, "Create", note, { to: note.to }), how);
  }
  // Whether it takes a right request of this kind: without that, refusing a wrong one means nothing.
  takes(how) {
    return this.#once(`takes ${JSON.stringify(how)}`, async () => (await this.tell(how)).ok);
  }
  async needs(how) {
    if (!await this.takes(how)) skip(`it takes no request signed by ${how.scheme} with ${how.key ?? "rsa"}`);
  }
  // The scheme by which everything else is sent.
  scheme() {
    return this.#once("scheme", async () => {
      for (const scheme of ["cavage", "rfc9421"]) if (await this.takes({ scheme })) return scheme;
      return skip("it takes no signed request");
    });
  }
  async act(author, type, object, more = {}, how = {}) {
    const peer = author === this.stranger.one ? this.stranger : this.peer;
    const activity = peer.activity(author, type, object, more);
    return { activity, answer: await this.deliver(author, activity, { scheme: await this.scheme(), ...how }) };
  }

  // Our follow of the user, and what came of it.
  followed() {
    return this.#once("followed", async () => {
      const actor = await this.actor();
      const sent = await this.act(this.peer.one, "Follow", actor.id);
      const answer = await this.peer.arrival((one) =>
        hasType(one, "Accept", "Reject") && idOf(one.object) === sent.activity.id, this.patience);
      return { ...sent, arrival: answer };
    });
  }
  // What the server sent to us for it: the Accept, as the request that carried it.
  async delivery() {
    const { arrival } = await this.followed();
    return arrival ?? skip("it delivered nothing to the runner");
  }
}
