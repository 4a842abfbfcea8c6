// The runner's own small server: people whose keys the server under test fetches, and an inbox that
// keeps whatever arrives as it came.

import { createServer } from "node:http";
import { kActivityJson, kPublic, kStreams } from "./clause.js";
import { contentDigest, legacyDigest, makeKeys, multibase, signCavage, signMessage } from "./sign.js";

const kept = {};
// The keys of somebody, made once in this process, which is the slow part; `later`: those that take their place.
export const keysOf = (name, { later = false } = {}) => (kept[`${name}${later ? ", later" : ""}`] ??= makeKeys());

export class Peer {
  constructor({ host, port = 0, origin }) {
    Object.assign(this, { host, port, origin, serial: 0, documents: {}, arrivals: [], fetched: [], waiting: new Set() });
  }

  async start() {
    this.server = createServer((incoming, outgoing) => this.#answer(incoming, outgoing));
    await new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(this.port, this.host, resolve);
    });
    this.origin ??= `http://${this.host}:${this.server.address().port}`;
    this.one = this.person("conformer");
    this.two = this.person("bystander");
  }
  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  // Another person who lives here from now on; or the same one with other keys, perhaps under other ids:
  // only these are published from then on.
  person(name, { keys = keysOf(name), ids = ["main-key", "ed25519-key"] } = {}) {
    const id = `${this.origin}/people/${name}`;
    const person = { name, id, keys, inbox: `${id}/inbox`, rsaId: `${id}#${ids[0]}`, ed25519Id: `${id}#${ids[1]}` };
    this.documents[`/people/${name}`] = {
      "@context": [kStreams, "https://w3id.org/security/v1", "https://w3id.org/security/multikey/v1"],
      id, type: "Person", preferredUsername: name, name, summary: "Asks questions about specifications.",
      inbox: person.inbox, outbox: `${id}/outbox`, followers: `${id}/followers`, following: `${id}/following`, url: id,
      publicKey: { id: person.rsaId, owner: id, publicKeyPem: keys.rsa.pem },
      assertionMethod: [{ id: person.ed25519Id, type: "Multikey", controller: id, publicKeyMultibase: multibase(keys.ed25519.public) }],
    };
    for (const leaf of ["outbox", "followers", "following"]) {
      this.documents[`/people/${name}/${leaf}`] = {
        "@context": kStreams, id: `${id}/${leaf}`, type: "OrderedCollection", totalItems: 0, orderedItems: [],
      };
    }
    return person;
  }

  #answer(incoming, outgoing) {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("end", () => {
      const url = new URL(incoming.url, this.origin);
      if (incoming.method === "POST") return this.#take(incoming, outgoing, Buffer.concat(chunks));
      this.fetched.push({ path: url.pathname, headers: incoming.headers });
      const found = url.pathname === "/.well-known/webfinger" ? this.#webfinger(url) : this.documents[url.pathname];
      outgoing.writeHead(found ? 200 : 404, { "content-type": found?.links ? "application/jrd+json" : kActivityJson });
      outgoing.end(JSON.stringify(found ?? {}));
    });
  }

  #webfinger(url) {
    const host = new URL(this.origin).host;
    const resource = url.searchParams.get("resource");
    const person = Object.values(this.documents).find((one) =>
      one.preferredUsername && (resource === `acct:${one.preferredUsername}@${host}` || resource === one.id));
    return person && {
      subject: `acct:${person.preferredUsername}@${host}`, aliases: [person.id],
      links: [{ rel: "self", type: kActivityJson, href: person.id }],
    };
  }

  #take(incoming, outgoing, body) {
    let json;
    try { json = JSON.parse(body); } catch { /* kept as bytes */ }
    const url = this.origin + incoming.url;
    this.arrivals.push({ method: "POST", url, headers: incoming.headers, body, json });
    outgoing.writeHead(202).end();
    for (const wake of this.waiting) wake();
  }

  // The first arrival for which `wanted` is true; undefined if none comes in `ms`.
  arrival(wanted, ms) {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.arrivals.find((one) => one.json && wanted(one.json));
        if (found) finish(found);
      };
      const timer = setTimeout(() => finish(undefined), ms);
      const finish = (value) => { clearTimeout(timer); this.waiting.delete(look); resolve(value); };
      this.waiting.add(look);
      look();
    });
  }

  fresh(kind) {
    this.serial += 1;
    return `${this.origin}/${kind}/${Date.now().toString(36)}-${this.serial}`;
  }

  // A note by `author`, served from here from now on.
  note(author, { to = [kPublic], cc = [], text = "A note of a conformance run.", ...more }) {
    const id = this.fresh("notes");
    const note = {
      "@context": kStreams, id, type: "Note", attributedTo: author.id, content: `<p>${text}</p>`,
      published: new Date().toISOString(), to, cc, ...more,
    };
    this.documents[new URL(id).pathname] = note;
    return note;
  }

  activity(author, type, object, more = {}) {
    const { "@context": context, ...inner } = typeof object === "string" ? {} : object;
    return {
      "@context": context ?? kStreams, id: this.fresh(type.toLowerCase()), type, actor: author.id,
      object: typeof object === "string" ? object : inner, ...more,
    };
  }
}

// Another body, with the digest that goes with it.
export function redress(request, body, scheme) {
  request.body = body;
  if (scheme === "cavage") request.headers.digest = legacyDigest(body);
  if (scheme === "rfc9421") request.headers["content-digest"] = contentDigest(body);
}

// Makes the POST of `activity` to `inbox`, signed by `author`. `how`:
//   scheme    "cavage", "rfc9421", or "none"
//   key       "rsa" or "ed25519"
//   before    changes the request before it is signed: clothes it wrongly but signs that
//   after     changes it afterwards: what an attacker on the way would do
//   signer    who signs, if not the author
//   the rest  says how (covered, created, expires, keyId, algorithm...)
export function signedPost(author, inbox, activity, how = {}) {
  const { scheme = "cavage", key = "rsa", signer = author, before, after, ...options } = how;
  const request = {
    method: "POST", url: inbox, body: JSON.stringify(activity),
    headers: { host: new URL(inbox).host, date: new Date().toUTCString(), "content-type": kActivityJson },
  };
  redress(request, request.body, scheme);
  before?.(request);
  const hand = { key: signer.keys[key].private, keyId: signer[`${key}Id`], ...options };
  if (scheme === "cavage") request.headers.signature = signCavage(request, hand);
  if (scheme === "rfc9421") {
    const created = "created" in options ? options.created : Math.floor(Date.now() / 1000);
    Object.assign(request.headers, signMessage(request, { ...hand, created }));
  }
  after?.(request);
  return request;
}
