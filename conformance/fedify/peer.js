// A small but real ActivityPub server made with Fedify: one person, signed delivery in and out, and
// a record of everything that arrived. serve.js starts it; drive.js tells it what to do.

import { readFileSync, writeFileSync, renameSync } from "node:fs";
import {
  createExponentialBackoffPolicy,
  createFederation,
  exportJwk,
  generateCryptoKeyPair,
  importJwk,
  InProcessMessageQueue,
  MemoryKvStore,
} from "@fedify/fedify";
import {
  Accept, Activity, Announce, Create, Delete, Endpoints, Follow, Image, isActor, Like, Mention, Note,
  Person, PUBLIC_COLLECTION, Tombstone, Undo, Update,
} from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";

export const kPerson = "fay";

// What must outlive a restart: keys, followers and what was written. One JSON file.
export class State {
  constructor(path) {
    this.path = path;
    try {
      Object.assign(this, JSON.parse(readFileSync(path, "utf8")));
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
      Object.assign(this, { keys: [], followers: {}, notes: {}, serial: 0 });
    }
  }
  save() {
    writeFileSync(this.path + ".new", JSON.stringify(this));
    renameSync(this.path + ".new", this.path);
  }
  next() {
    this.serial += 1;
    this.save();
    return String(this.serial);
  }
  async keyPairs() {
    if (this.keys.length === 0) {
      for (const kind of ["RSASSA-PKCS1-v1_5", "Ed25519"]) {
        const pair = await generateCryptoKeyPair(kind);
        this.keys.push({ public: await exportJwk(pair.publicKey), private: await exportJwk(pair.privateKey) });
      }
      this.save();
    }
    return Promise.all(this.keys.map(async (pair) => ({
      publicKey: await importJwk(pair.public, "public"),
      privateKey: await importJwk(pair.private, "private"),
    })));
  }
}

export class Peer {
  // origin: "http://127.0.0.4:1234"; knock: "rfc9421" or "draft-cavage-http-signatures-12".
  constructor({ origin, knock, state }) {
    this.origin = origin;
    this.state = state;
    this.taken = new Set(); // ids of the activities that Fedify took as genuine
    this.kv = new MemoryKvStore();
    this.federation = createFederation({
      kv: this.kv,
      queue: new InProcessMessageQueue({ pollInterval: { milliseconds: 100 } }),
      origin,
      allowPrivateAddress: true,
      firstKnock: knock,
      // Quick, since a test waits for it.
      outboxRetryPolicy: createExponentialBackoffPolicy({
        initialDelay: { milliseconds: 500 }, maxDelay: { seconds: 2 }, maxAttempts: 200,
      }),
      circuitBreaker: false,
    });
    this.#dispatch();
    this.#listen();
  }

  start() {
    this.stopping = new AbortController();
    this.federation.startQueue(undefined, { signal: this.stopping.signal });
  }
  stop() { this.stopping.abort(); }

  get context() { return this.federation.createContext(new URL(this.origin), undefined); }

  #dispatch() {
    const { federation, state } = this;
    federation.setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
      if (identifier !== kPerson) return null;
      const keys = await ctx.getActorKeyPairs(identifier);
      return new Person({
        id: ctx.getActorUri(identifier),
        name: "Fay of Fedify",
        preferredUsername: identifier,
        summary: "Answers for a server made with Fedify.",
        url: ctx.getActorUri(identifier),
        inbox: ctx.getInboxUri(identifier),
        outbox: ctx.getOutboxUri(identifier),
        followers: ctx.getFollowersUri(identifier),
        endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
        publicKey: keys[0].cryptographicKey,
        assertionMethods: keys.map((key) => key.multikey),
      });
    }).mapHandle((_, handle) => handle === kPerson ? kPerson : null)
      .setKeyPairsDispatcher((_, identifier) => identifier === kPerson ? state.keyPairs() : []);
    federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({
      items: Object.values(state.followers).map((follower) => ({
        id: new URL(follower.id),
        inboxId: new URL(follower.inbox),
        endpoints: follower.sharedInbox ? { sharedInbox: new URL(follower.sharedInbox) } : null,
      })),
    }));
    federation.setOutboxDispatcher("/users/{identifier}/outbox", (ctx) => ({
      items: Object.keys(state.notes).map((id) => new Create({
        id: new URL(`#create/${id}`, ctx.getActorUri(kPerson)),
        actor: ctx.getActorUri(kPerson),
        object: this.note(id),
      })),
    }));
    federation.setObjectDispatcher(Note, "/users/{identifier}/notes/{id}", (_, values) =>
      this.state.notes[values.id] ? this.note(values.id) : null);
    federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({
      software: { name: "fedify-peer", version: "1.0.0" },
      protocols: ["activitypub"],
      usage: { users: { total: 1 }, localPosts: Object.keys(state.notes).length, localComments: 0 },
    }));
  }

  #listen() {
    const inbox = this.federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
    inbox.setSharedKeyDispatcher(() => ({ identifier: kPerson }));
    inbox.on(Follow, async (ctx, follow) => {
      this.#record(follow);
      const follower = await follow.getActor(ctx);
      if (follower?.id == null || follower.inboxId == null) return;
      this.state.followers[follower.id.href] = {
        id: follower.id.href,
        inbox: follower.inboxId.href,
        sharedInbox: follower.endpoints?.sharedInbox?.href,
      };
      this.state.save();
      await ctx.sendActivity({ identifier: kPerson }, follower,
        new Accept({ id: this.fresh("accept"), actor: follow.objectId, object: follow }));
    });
    inbox.on(Undo, async (ctx, undo) => {
      this.#record(undo);
      const undone = await undo.getObject(ctx);
      if (undone instanceof Follow && undo.actorId != null) {
        delete this.state.followers[undo.actorId.href];
        this.state.save();
      }
    });
    // Every other kind is only written down.
    inbox.on(Activity, (_, activity) => this.#record(activity));
    inbox.onError((_, error) => console.error("inbox:", error));
  }

  #record(activity) { this.taken.add(activity.id?.href); }

  fresh(kind) { return new URL(`/activities/${kind}/${this.state.next()}`, this.origin); }

  note(id) {
    const stored = this.state.notes[id];
    const author = this.context.getActorUri(kPerson);
    return new Note({
      id: this.context.getObjectUri(Note, { identifier: kPerson, id }),
      attribution: author,
      to: PUBLIC_COLLECTION,
      ccs: [this.context.getFollowersUri(kPerson), ...(stored.mention ? [new URL(stored.mention)] : [])],
      content: `<p>${stored.text}</p>`,
      published: Temporal.Instant.from(stored.published),
      updated: stored.updated ? Temporal.Instant.from(stored.updated) : undefined,
      replyTarget: stored.inReplyTo ? new URL(stored.inReplyTo) : undefined,
      attachments: stored.photo ? [this.image(id, stored.photo)] : [],
      tags: stored.mention ? [new Mention({ href: new URL(stored.mention), name: stored.mentionName })] : [],
    });
  }

  image(id, { words }) {
    return new Image({ url: new URL(`/photos/${id}`, this.origin), mediaType: "image/png", name: words });
  }
  // The bytes of the photo that a note shows, for its address; null where there is none.
  photoAt(path) {
    const bytes = this.state.notes[path.match(/^\/photos\/(\d+)$/)?.[1]]?.photo?.bytes;
    return bytes ? Buffer.from(bytes, "base64") : null;
  }

  idOfNote(iri) {
    for (const id of Object.keys(this.state.notes)) {
      if (this.note(id).id.href === iri) return id;
    }
    throw new Error(`no note ${iri}`);
  }

  // Reads a remote object or actor with a signed request.
  async lookup(iri) {
    const documentLoader = await this.context.getDocumentLoader({ identifier: kPerson });
    const found = await this.context.lookupObject(iri, { documentLoader });
    if (found == null) throw new Error(`could not read ${iri}`);
    return found;
  }

  async author(object) {
    const documentLoader = await this.context.getDocumentLoader({ identifier: kPerson });
    const author = await object.getAttribution({ documentLoader });
    if (!isActor(author)) throw new Error(`${object.id} has no author`);
    return author;
  }

  send(recipients, activity) {
    return this.context.sendActivity({ identifier: kPerson }, recipients, activity, { preferSharedInbox: true });
  }

  // Once to each, also where that one person is a follower.
  async sendToFollowersAnd(person, activity) {
    await this.send("followers", activity);
    if (person && !this.state.followers[person.id.href]) await this.send(person, activity);
  }

  // --- what a driver may ask for; each takes and returns plain JSON ------------------------------

  async follow({ actor }) {
    const target = await this.lookup(actor);
    const id = this.fresh("follow");
    await this.send(target, new Follow({ id, actor: this.context.getActorUri(kPerson), object: target.id }));
    return { id: id.href };
  }

  async unfollow({ actor, follow }) {
    const target = await this.lookup(actor);
    const me = this.context.getActorUri(kPerson);
    await this.send(target, new Undo({
      id: this.fresh("undo"), actor: me, object: new Follow({ id: new URL(follow), actor: me, object: target.id }),
    }));
    return {};
  }

  async post({ text, inReplyTo, photo }) {
    const id = this.state.next();
    const stored = { text, photo, published: Temporal.Now.instant().toString() };
    let recipient;
    if (inReplyTo) {
      recipient = await this.author(await this.lookup(inReplyTo));
      Object.assign(stored, {
        inReplyTo, mention: recipient.id.href, mentionName: `@${recipient.preferredUsername}@${recipient.id.host}`,
      });
    }
    this.state.notes[id] = stored;
    this.state.save();
    const note = this.note(id);
    const create = new Create({
      id: this.fresh("create"), actor: note.attributionId, object: note, tos: note.toIds, ccs: note.ccIds,
    });
    await this.sendToFollowersAnd(recipient, create);
    return { id: note.id.href };
  }

  async edit({ id, text }) {
    const key = this.idOfNote(id);
    Object.assign(this.state.notes[key], { text, updated: Temporal.Now.instant().toString() });
    this.state.save();
    const note = this.note(key);
    await this.send("followers", new Update({
      id: this.fresh("update"), actor: note.attributionId, object: note, tos: note.toIds, ccs: note.ccIds,
    }));
    return {};
  }

  async delete({ id }) {
    const note = this.note(this.idOfNote(id));
    delete this.state.notes[this.idOfNote(id)];
    this.state.save();
    await this.send("followers", new Delete({
      id: this.fresh("delete"), actor: note.attributionId, object: new Tombstone({ id: note.id }),
      tos: note.toIds, ccs: note.ccIds,
    }));
    return {};
  }

  async like({ id }) {
    const object = await this.lookup(id);
    const like = new Like({ id: this.fresh("like"), actor: this.context.getActorUri(kPerson), object: object.id });
    await this.send(await this.author(object), like);
    return { id: like.id.href };
  }

  async boost({ id }) {
    const object = await this.lookup(id);
    const announce = new Announce({
      id: this.fresh("announce"), actor: this.context.getActorUri(kPerson), object: object.id,
      to: PUBLIC_COLLECTION, cc: this.context.getFollowersUri(kPerson),
    });
    await this.sendToFollowersAnd(await this.author(object), announce);
    return { id: announce.id.href };
  }

  // Takes back a like or a boost of an object.
  async undo({ kind, activity, id }) {
    const object = await this.lookup(id);
    const actor = this.context.getActorUri(kPerson);
    const Kind = { like: Like, boost: Announce }[kind];
    await this.send(await this.author(object), new Undo({
      id: this.fresh("undo"), actor, object: new Kind({ id: new URL(activity), actor, object: object.id }),
    }));
    return {};
  }

  listFollowers() { return Object.keys(this.state.followers); }

  // The kind of signature that Fedify has settled on for a server; null before it has sent anything.
  async spec({ origin }) {
    return { spec: await this.kv.get(["_fedify", "httpMessageSignaturesSpec", origin]) ?? null };
  }
}
