// ActivityPub: objects, how they are read, actors and their collections (chapters 3 to 5).

import {
  clauses, hasType, hold, idOf, isAbsolute, isActivityType, isObject, kActivityJson, kLinkedData, kPublic, list, MAY, MUST,
  SHOULD, shown, skip,
} from "../clause.js";
import { read, send } from "../http.js";

const kActorTypes = ["Application", "Group", "Organization", "Person", "Service"];
const kActivities = ["Accept", "Add", "Announce", "Block", "Create", "Delete", "Dislike", "Flag", "Follow", "Ignore", "Invite", "Join", "Leave", "Like", "Listen", "Move", "Offer", "Question", "Read", "Reject", "Remove", "TentativeAccept", "TentativeReject", "Travel", "Undo", "Update", "View", "Arrive"];

const ask = async (s, accept) => read(await s.actorUrl(), { accept });

// A collection that an actor may have; where it has one, it must be a collection.
async function isCollection(s, name) {
  const document = await s.collection(name);
  hold(hasType(document, "Collection", "OrderedCollection"), `it is ${shown(document.type)}`);
}

async function isListed(s, name) {
  const actor = await s.actor();
  hold(isAbsolute(idOf(actor[name])), `it is ${shown(actor[name])}`);
}

const dateOf = (item) => Date.parse(item.published ?? item.object?.published);

// Something that was posted and deleted again.
async function deleted(s) {
  const status = await s.post("Written for a conformance run, to be deleted.");
  await s.apiJson("DELETE", `/api/v1/statuses/${status.id}`);
  return read(status.uri, { accept: kActivityJson });
}

const kObjects = clauses("ActivityPub: objects", [
  ["3.1", MUST, "object.id", "An actor has an id that is its address.", async (s) => {
    const { id } = await s.actor();
    hold(isAbsolute(id), `it is ${shown(id)}`);
    hold(idOf((await read(id, { accept: kActivityJson })).json) === id, "another document is there");
  }],
  ["3.1", MUST, "object.post-id", "A post has an id that is its address.", async (s) => {
    const id = idOf((await s.create()).object);
    hold(isAbsolute(id), `it is ${shown(id)}`);
    const { status, json } = await s.noteAnswer();
    hold(status === 200 && idOf(json) === id, `it answered ${status} with ${shown(idOf(json))}`);
  }],
  ["3.1", MUST, "object.activity-id", "An activity in the outbox can be read by its id.", async (s) => {
    const { id } = await s.create();
    hold(isAbsolute(id), `the id is ${shown(id)}`);
    const { status, json } = await read(id, { accept: kActivityJson });
    hold(status === 200 && idOf(json) === id, `it answered ${status} with ${shown(idOf(json))}`);
  }],
  ["3.1", MUST, "object.type", "Actor, post and activity have a type.", async (s) => {
    const note = await s.note().catch(() => ({ type: "none to look at" }));
    for (const document of [await s.actor(), note]) hold(list(document.type).length > 0, `${shown(document.id)} has none`);
  }],
  ["3.2", MUST, "object.linked-data", "Who asks for ld+json with the profile is given ActivityStreams.", async (s) => {
    const { status, headers, json } = await ask(s, kLinkedData);
    hold(status === 200 && isObject(json) && isActivityType(headers["content-type"]), `it answered ${status}, ${shown(headers["content-type"])}`);
  }],
  ["3.2", SHOULD, "object.activity-json", "Who asks for activity+json is given ActivityStreams.", async (s) => {
    const { status, headers, json } = await ask(s, kActivityJson);
    hold(status === 200 && isObject(json) && isActivityType(headers["content-type"]), `it answered ${status}, ${shown(headers["content-type"])}`);
  }],
  ["3.2", SHOULD, "object.not-found", "What does not exist is answered 404.", async (s) => {
    const { status } = await read(`${(await s.actor()).id}-who-does-not-exist`, { accept: kActivityJson });
    hold(status === 404, `it answered ${status}`);
  }],
  ["3.2", SHOULD, "object.gone", "What was deleted is answered 410, or 404.", async (s) => {
    const { status } = await deleted(s);
    hold(status === 410 || status === 404, `it answered ${status}`);
  }],
  ["6.4", MAY, "object.tombstone", "In the place of what was deleted stands a Tombstone.", async (s) => {
    const { json } = await deleted(s);
    hold(hasType(json, "Tombstone"), `there is ${shown(json?.type)}`);
  }],
  ["3.2", SHOULD, "object.private", "What is not public is hidden from strangers: 403, 404, or 401.", async (s) => {
    const status = await s.post("Written for a conformance run, for followers.", { visibility: "private" });
    const answer = await read(status.uri, { accept: kActivityJson });
    hold([401, 403, 404].includes(answer.status), `it answered ${answer.status}`);
  }],
  ["3", MUST, "object.author", "A post belongs to who made it: its author is the actor of its Create, of its own origin.", async (s) => {
    const [note, create] = [await s.note(), await s.create()];
    const [author, actor] = [idOf(list(note.attributedTo)[0]), idOf(create.actor)];
    hold(author === actor, `by ${shown(author)}, created by ${shown(actor)}`);
    hold(new URL(note.id).origin === new URL(author).origin, `${note.id} is not where ${author} is`);
  }],
  ["6.2", SHOULD, "object.same-audience", "A Create and its object go to the same people.", async (s) => {
    const create = await s.create();
    const note = isObject(create.object) ? create.object : await s.note();
    for (const name of ["to", "cc"]) {
      const [one, other] = [create, note].map((object) => list(object[name]).map(idOf).sort().join(" "));
      hold(one === other, `${name} is ${shown(one)} and ${shown(other)}`);
    }
  }],
  ["6", MUST, "object.no-blind", "Nobody is shown bto and bcc.", async (s) => {
    for (const object of [await s.create(), await s.note()]) {
      hold(object.bto === undefined && object.bcc === undefined, `${shown(object.id)} has them`);
    }
  }],
]);

const kActors = clauses("ActivityPub: actors", [
  ["4", MUST, "actor.type", "An actor is of one of the actor types (or an extension of one).", async (s) => {
    const actor = await s.actor();
    hold(hasType(actor, ...kActorTypes), `it is ${shown(actor.type)}`);
  }],
  ["4.1", MUST, "actor.inbox", "An actor names its inbox.", (s) => isListed(s, "inbox")],
  ["4.1", MUST, "actor.outbox", "An actor names its outbox.", (s) => isListed(s, "outbox")],
  ["4.1", SHOULD, "actor.followers", "An actor names its followers.", (s) => isListed(s, "followers")],
  ["4.1", SHOULD, "actor.following", "An actor names whom it follows.", (s) => isListed(s, "following")],
  ["4.1", MAY, "actor.username", "preferredUsername is text without a space or an @.", async (s) => {
    const { preferredUsername: name } = await s.actor();
    if (name === undefined) skip("it has none");
    hold(typeof name === "string" && /^[^\s@]+$/.test(name), `it is ${shown(name)}`);
  }],
  ["4.1", MAY, "actor.shared-inbox", "A shared inbox is an address of the actor's own origin.", async (s) => {
    const actor = await s.actor();
    const shared = actor.endpoints?.sharedInbox ?? skip("it has none");
    hold(isAbsolute(shared) && new URL(shared).origin === new URL(actor.id).origin, `it is ${shown(shared)}`);
  }],
  ["security", SHOULD, "actor.key", "The key of an actor names the actor as its owner and lies where its id says.", async (s) => {
    const actor = await s.actor();
    const key = list(actor.publicKey)[0] ?? skip("it has no publicKey");
    hold(idOf(key.owner) === actor.id, `the owner is ${shown(key.owner)}`);
    hold(/^-----BEGIN (RSA )?PUBLIC KEY-----/.test(key.publicKeyPem ?? ""), "publicKeyPem holds no key");
    const { json } = await read(key.id, { accept: kActivityJson });
    const found = json?.id === key.id ? json : list(json?.publicKey).find((one) => one.id === key.id);
    hold(found?.publicKeyPem === key.publicKeyPem, `at ${key.id} is another`);
  }],
]);

const kCollections = clauses("ActivityPub: collections", [
  ["5.1", MUST, "outbox.ordered", "The outbox is an OrderedCollection.", async (s) => {
    const document = await s.collection("outbox");
    hold(hasType(document, "OrderedCollection"), `it is ${shown(document.type)}`);
  }],
  ["5.1", MUST, "outbox.activities", "What is in the outbox are activities.", async (s) => {
    const other = (await s.items("outbox")).filter(isObject).find((item) => !hasType(item, ...kActivities));
    hold(other === undefined, `there is ${shown(other?.type)}`);
  }],
  ["5", MUST, "outbox.newest-first", "An ordered collection is in reverse chronological order.", async (s) => {
    const dates = (await s.items("outbox")).filter(isObject).map(dateOf).filter((date) => !Number.isNaN(date));
    if (dates.length < 2) skip("it shows fewer than two dated activities");
    hold(dates.every((date, at) => at === 0 || date <= dates[at - 1]), "an older one comes before a newer one");
  }],
  ["5.1", MUST, "outbox.public-only", "Strangers are shown only what is public in an outbox.", async (s) => {
    const hidden = (await s.items("outbox")).filter(isObject).find((item) =>
      ![...list(item.to), ...list(item.cc)].some((one) => [kPublic, "as:Public", "Public"].includes(one)));
    hold(hidden === undefined, `${shown(hidden?.id)} is not`);
  }],
  ["5.1", MUST, "outbox.own", "What is in somebody's outbox is by that person.", async (s) => {
    const { id } = await s.actor();
    const other = (await s.items("outbox")).filter(isObject).find((item) => idOf(item.actor) !== id);
    hold(other === undefined, `there is one of ${shown(idOf(other?.actor))}`);
  }],
  ["5.2", MUST, "inbox.not-shown", "Strangers are not shown what is in an inbox.", async (s) => {
    const { status, json } = await send("GET", await s.inbox(), { headers: { accept: kActivityJson } });
    const items = list(json?.orderedItems ?? json?.items);
    hold(status >= 400 || items.length === 0, `it answered ${status} with ${items.length} items`);
  }],
  ["5.3", MUST, "followers.collection", "Followers are a collection.", (s) => isCollection(s, "followers")],
  ["5.4", MUST, "following.collection", "Whom one follows is a collection.", (s) => isCollection(s, "following")],
  ["5.5", MUST, "liked.collection", "What one liked is a collection.", (s) => isCollection(s, "liked")],
  ["5.6", MUST, "public.full", "A public post is addressed to the public collection by its full IRI.", async (s) => {
    const note = await s.note();
    hold([...list(note.to), ...list(note.cc)].includes(kPublic), `to is ${shown(note.to)}, cc ${shown(note.cc)}`);
  }],
  ["5.7", MUST, "likes.collection", "The likes of a post are a collection.", async (s) => {
    const { likes } = await s.note();
    const document = isObject(likes) ? likes : likes ? (await read(likes, { accept: kActivityJson })).json : skip("the post names none");
    hold(hasType(document, "Collection", "OrderedCollection"), `they are ${shown(document?.type)}`);
  }],
  ["5.8", MUST, "shares.collection", "The shares of a post are a collection.", async (s) => {
    const { shares } = await s.note();
    const document = isObject(shares) ? shares : shares ? (await read(shares, { accept: kActivityJson })).json : skip("the post names none");
    hold(hasType(document, "Collection", "OrderedCollection"), `they are ${shown(document?.type)}`);
  }],
  ["6", MUST, "outbox.closed", "Nobody can post to somebody else's outbox.", async (s) => {
    const url = idOf((await s.actor()).outbox) ?? skip("the actor has no outbox");
    const note = { "@context": "https://www.w3.org/ns/activitystreams", type: "Note", content: "Not mine to say." };
    const { status } = await send("POST", url, { headers: { "content-type": kLinkedData }, body: JSON.stringify(note) });
    hold(status >= 400 && status < 500, `it answered ${status}`);
  }],
]);

export default [...kObjects, ...kActors, ...kCollections];
