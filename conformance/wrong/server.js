// A small server of one person that is right in everything, but for what one mutation makes wrong:
//   edit      { path: document => what is served instead }, path being a pattern
//   answer    (request, answer) => changes what is sent, last of all
//   overlook  reasons for which it should refuse a request but does not (verify.js)
//   lacks     what it does not know (verify.js)
//   is        what else is the matter with it, by name ("done twice"...)
//   how       how it signs what it sends wrongly (blackbox/peer.js, signedPost)
//   sends     activity => what it sends instead, a list

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { isActivityType, kActivityJson, mediaType } from "../blackbox/clause.js";
import { signedPost } from "../blackbox/peer.js";
import { send } from "../blackbox/http.js";
import { makeKeys } from "../blackbox/sign.js";
import { api } from "./api.js";
import { documentAt } from "./documents.js";
import { receive } from "./inbox.js";
import { problem } from "./verify.js";

const kKeys = makeKeys();
const kMethods = "GET, HEAD, POST";

export class WrongServer {
  constructor(mutation = {}) {
    Object.assign(this, { mutation, serial: 0, statuses: [], remote: [], seen: new Set(), followers: new Set(), following: new Set(), follows: new Map(), keys: new Map(), keyIds: new Map() });
  }
  is(what) { return this.mutation.is?.includes(what) ?? false; }
  overlooks(what) { return this.mutation.overlook?.includes(what) ?? false; }
  lacks(what) { return this.mutation.lacks?.includes(what) ?? false; }

  async start() {
    this.server = createServer({ requireHostHeader: !this.is("without host") }, (request, response) => {
      this.#serve(request, response).catch((error) => response.destroy(error));
    });
    this.server.on("clientError", (_, socket) => socket.end(`HTTP/1.1 ${this.is("of two lengths") ? 200 : 400} -\r\n\r\n`));
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.host = `localhost:${this.server.address().port}`;
    this.origin = `http://${this.host}`;
    const id = `${this.origin}/people/ann`;
    this.actor = {
      id, type: "Person", preferredUsername: "ann", name: "Ann", url: `${this.origin}/@ann`, published: "2026-01-01T00:00:00Z",
      ...Object.fromEntries(["inbox", "outbox", "followers", "following", "featured", "liked"].map((leaf) => [leaf, `${id}/${leaf}`])),
      endpoints: { sharedInbox: `${this.origin}/inbox` },
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: kKeys.rsa.pem },
    };
    for (const content of ["First words.", "Second words.", "Third words."]) this.write({ content });
    this.write({ content: "For followers.", visibility: "private" });
  }
  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  // --- what it holds -----------------------------------------------------------------------------------

  write({ content, visibility = "public" }) {
    this.serial += 1;
    const published = new Date(Date.UTC(2026, 5, 1) + this.serial * 1000).toISOString();
    const status = { id: String(this.serial), content: `<p>${content}</p>`, visibility, published, likes: new Map(), boosts: new Map() };
    this.statuses.push(status);
    return status;
  }
  shownStatuses() {
    const shown = this.statuses.filter((one) => !one.gone && (one.visibility === "public" || this.is("private in outbox")));
    return this.is("oldest first") ? shown : shown.reverse();
  }
  fresh(kind) {
    this.serial += 1;
    return `${this.origin}/${kind}/${this.serial}`;
  }

  // Sends to the inboxes of these actors, after the answer that is being made has gone.
  async tell(actors, activity) {
    const author = { keys: kKeys, rsaId: this.actor.publicKey.id };
    const changed = this.mutation.sends ? this.mutation.sends(activity, this) : [activity];
    for (const one of changed) {
      for (const actor of actors) {
        const { json } = await send("GET", actor, { headers: { accept: kActivityJson } });
        const request = signedPost(author, this.is("sends astray") ? `${json.inbox}-of-another` : json.inbox, one, this.mutation.how);
        await send("POST", request.url, request);
      }
    }
  }

  // What somebody else did, as it came.
  async pass(actors, activity) {
    const author = { keys: kKeys, rsaId: this.actor.publicKey.id };
    for (const actor of actors) {
      const { json } = await send("GET", actor, { headers: { accept: kActivityJson } });
      const request = signedPost(author, json.inbox, activity);
      await send("POST", request.url, request);
    }
  }

  // The keys that may have made a signature under this id: the one that is there now.
  keysUnder(keyId, found) {
    const met = [...this.keys.get(keyId) ?? [], found];
    this.keys.set(keyId, met);
    const ids = this.keyIds.get(found.owner) ?? found.ids;
    this.keyIds.set(found.owner, ids);
    if (this.is("knows first key ids only") && !ids.includes(keyId)) return [];
    if (this.is("keeps the first key")) return [met[0]];
    return this.is("takes old keys") ? met : [found];
  }

  // --- answering -----------------------------------------------------------------------------------------

  async #serve(incoming, outgoing) {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const url = new URL(incoming.url, this.origin);
    const request = { method: incoming.method, url, headers: incoming.headers, body: Buffer.concat(chunks).toString() };
    const answer = await this.#answer(request);
    for (const [pattern, change] of Object.entries(this.mutation.edit ?? {})) {
      if (answer.json !== undefined && new RegExp(pattern).test(url.pathname)) answer.json = change(structuredClone(answer.json), this);
    }
    if (answer.json !== undefined) answer.text = JSON.stringify(answer.json);
    if (incoming.method === "GET" || incoming.method === "HEAD") this.#tag(request, answer);
    this.mutation.answer?.(request, answer, this);
    if (answer.raw) return incoming.socket.end(answer.raw);
    if (answer.noDate) outgoing.sendDate = false;
    outgoing.writeHead(answer.status, { connection: "close", ...answer.headers, "content-length": Buffer.byteLength(answer.text ?? "") });
    outgoing.end(answer.text);
    if (answer.after) setTimeout(() => answer.after().catch(() => {}), 0);
  }

  #tag(request, answer) {
    if (answer.status !== 200 || answer.text === undefined) return;
    const tag = `"${createHash("sha256").update(answer.text).digest("base64url").slice(0, 16)}"`;
    answer.headers = { ...answer.headers, etag: tag };
    const known = (request.headers["if-none-match"] ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
    if (!known.includes(tag)) return;
    const { "content-type": _, ...headers } = answer.headers;
    Object.assign(answer, { status: 304, headers, text: "" });
  }

  async #answer(request) {
    const { method, url } = request;
    if (url.pathname.startsWith("/api/")) return api(this, request);
    if (method === "POST" && (url.href === this.actor.inbox || url.pathname === "/inbox")) return this.#take(request);
    if (method !== "GET" && method !== "HEAD") {
      const known = ["DELETE", "POST", "PUT", "OPTIONS"].includes(method);
      if (this.is("open outbox") && url.href === this.actor.outbox) return { status: 201, headers: {}, text: "" };
      return { status: known ? 405 : 501, headers: { allow: kMethods, "content-type": "text/plain" }, text: "" };
    }
    if (url.href === this.actor.inbox) {
      return this.is("open inbox") ? { status: 200, headers: { "content-type": kActivityJson }, json: { type: "OrderedCollection", orderedItems: [{ type: "Like" }] } }
        : { status: 403, headers: { "content-type": "text/plain" }, text: "" };
    }
    return this.#negotiate(request, documentAt(this, url));
  }

  // A page for people and a document for servers at the same address.
  #negotiate({ headers }, answer) {
    if (!answer.headers.vary || answer.status !== 200) return answer;
    const weights = this.#weights(headers.accept);
    if (weights.html > weights.streams || (this.is("without weights") && weights.html === weights.streams)) return { status: 200, headers: { ...answer.headers, "content-type": "text/html" }, text: "<p>Ann.</p>" };
    if (weights.streams === 0) return { status: 406, headers: { ...answer.headers, "content-type": "text/plain" }, text: "" };
    return answer;
  }
  #weights(accept = "*/*") {
    const found = { html: 0, streams: 0 };
    for (const part of accept.split(",")) {
      const { type, parameters } = mediaType(part);
      const q = this.is("without weights") ? 1 : Number(parameters.q ?? 1);
      if (type === "text/html" || type === "*/*") found.html = Math.max(found.html, type === "*/*" ? q / 2 : q);
      if (isActivityType(part) || type === "*/*") found.streams = Math.max(found.streams, q);
    }
    return found;
  }

  async #take(request) {
    const plain = (status, more = {}) => ({ status, headers: { "content-type": "text/plain", ...more }, text: "" });
    if (!isActivityType(request.headers["content-type"]) && !this.is("any type")) return plain(415);
    try { request.json = JSON.parse(request.body); } catch { request.json = undefined; }
    const why = await problem({ ...request, url: request.url.href }, {
      host: this.host, overlook: (what) => this.overlooks(what), lacks: (what) => this.lacks(what),
      keys: (keyId, found) => this.keysUnder(keyId, found),
    });
    if (why) return plain(401, { "www-authenticate": "Signature" });
    if (!request.json && !this.is("any body")) return plain(400);
    if (request.json && !request.json.actor && !this.is("without actor")) return plain(400);
    return { ...plain(202), after: () => receive(this, request.json ?? {}) };
  }
}
