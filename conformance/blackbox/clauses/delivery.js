// ActivityPub between servers (chapter 7): what it does with what arrives, and what it sends itself.

import {
  clauses, hasType, hold, idOf, isAbsolute, isActivityType, isObject, kActivityJson, kLinkedData, kPublic, kStreams, list,
  MUST, SHOULD, shown, skip,
} from "../clause.js";
import { read } from "../http.js";
import { redress } from "../peer.js";

const statusNow = async (s, status) => s.api("GET", `/api/v1/statuses/${status.id}`);

// A note of ours that the user was told of, and the status that it became there.
async function told(s, author = s.peer.one, text = "Said in a conformance run.") {
  const note = await s.mention(author, text);
  const { answer } = await s.act(author, "Create", note, { to: note.to });
  hold(answer.ok, `the Create was answered ${answer.status}`);
  return { note, status: await s.statusOf(note) };
}
async function mustBeTold(s) {
  await s.api("GET", "/api/v1/notifications?limit=1");
  const { note, status } = await told(s);
  return status ? { note, status } : skip("a post that mentions the user did not arrive");
}

// Sends a change of our note and returns what the status says then.
async function afterwards(s, author, status, type, object, done) {
  await s.act(author, type, object, { to: [kPublic] });
  let seen;
  await s.until(async () => {
    seen = await statusNow(s, status);
    return done(seen);
  });
  return seen;
}
const edited = (note, text) => ({ ...note, content: `<p>${text}</p>`, updated: new Date(Date.now() + 1000).toISOString() });

// Waits as long as anything else may take, and sees that nothing has changed.
async function unchanged(s, author, status, type, object) {
  const before = (await statusNow(s, status)).json?.content;
  const seen = await afterwards(s, author, status, type, object, (now) => now.json?.content !== before);
  hold(seen.status === 200 && seen.json.content === before, `the post became ${shown(seen.json?.content ?? seen.status)}`);
}

const count = async (s, name) => {
  const { asked } = await s.collectionAnswer(name);
  const { totalItems } = (await read(asked, { accept: kActivityJson })).json ?? {};
  return Number.isInteger(totalItems) ? totalItems : skip(`${name} is not counted`);
};

async function reaction(s, type, counter) {
  const posted = await s.post(`Written for a conformance run: ${type}.`);
  const { activity, answer } = await s.act(s.peer.one, type, posted.uri, { to: [(await s.actor()).id, kPublic] });
  hold(answer.ok, `it answered ${answer.status}`);
  const seen = async (wanted) => s.until(async () => (await statusNow(s, posted)).json?.[counter] === wanted);
  hold(await seen(1), `${counter} did not become 1`);
  return { activity, gone: () => seen(0) };
}

// Someone else's Accept, Reject or Undo of what was not theirs is left to the signature rows.
const kIn = clauses("ActivityPub: what arrives", [
  ["5.2", MUST, "inbox.takes-streams", "An inbox takes activities as ld+json with the profile.", async (s) => {
    const scheme = await s.scheme();
    const answer = await s.tell({ scheme, before: (request) => { request.headers["content-type"] = kLinkedData; } });
    hold(answer.ok, `it answered ${answer.status}`);
  }],
  ["7", MUST, "inbox.not-json", "What is no JSON is refused.", async (s) => {
    const scheme = await s.scheme();
    const answer = await s.tell({ scheme, before: (request) => redress(request, '{"type": "Create", ', scheme) });
    hold(answer.refused, `it answered ${answer.status}`);
  }],
  ["3.1", MUST, "inbox.no-actor", "An activity without an actor is refused.", async (s) => {
    const scheme = await s.scheme();
    const { actor: _, ...activity } = s.peer.activity(s.peer.one, "Like", (await s.actor()).id);
    const answer = await s.deliver(s.peer.one, activity, { scheme });
    hold(answer.refused, `it answered ${answer.status}`);
  }],
  ["7", SHOULD, "inbox.unknown", "An activity of a type that it does not know is no error.", async (s) => {
    const { answer } = await s.act(s.peer.one, "Levitate", (await s.actor()).id);
    hold(answer.ok, `it answered ${answer.status}`);
  }],
  ["7.1", MUST, "inbox.once", "An activity that arrives twice is done once.", async (s) => {
    const before = await count(s, "followers");
    const author = s.peer.person("follower");
    const scheme = await s.scheme();
    const activity = s.peer.activity(author, "Follow", (await s.actor()).id);
    for (let times = 0; times < 2; times += 1) {
      const answer = await s.deliver(author, activity, { scheme });
      hold(answer.ok || (times === 1 && answer.status === 409), `time ${times + 1} was answered ${answer.status}`);
    }
    if (!await s.peer.arrival((one) => hasType(one, "Accept") && idOf(one.object) === activity.id, s.patience)) skip("it does not accept followers by itself");
    const after = await count(s, "followers");
    hold(after === before + 1, `followers went from ${before} to ${after}`);
    await s.act(author, "Undo", activity);
    hold(await s.until(async () => await count(s, "followers") === before), "it stayed after the Undo");
  }],
  ["7.2", MUST, "create.kept", "What a Create brings for somebody, that person can read.", async (s) => {
    await s.api("GET", "/api/v1/notifications?limit=1");
    const { note, status } = await told(s);
    hold(status, "it did not arrive");
    hold(status.content.includes("Said in a conformance run."), `it reads ${shown(status.content)}`);
    hold(status.uri === note.id, `its uri is ${shown(status.uri)}`);
  }],
  ["B.2", MUST, "create.sanitized", "Scripts in what arrives do not reach the reader.", async (s) => {
    await s.api("GET", "/api/v1/notifications?limit=1");
    const { status } = await told(s, s.peer.one, 'Harmless<script>alert(1)</script><img src=x onerror="alert(2)">');
    if (!status) skip("a post that mentions the user did not arrive");
    hold(!/<script|onerror/i.test(status.content), `it reads ${shown(status.content)}`);
  }],
  ["7.3", MUST, "update.done", "An Update by its author changes a post.", async (s) => {
    const { note, status } = await mustBeTold(s);
    const seen = await afterwards(s, s.peer.one, status, "Update", edited(note, "Said better."), (now) => now.json?.content.includes("Said better."));
    hold(seen.json?.content.includes("Said better."), `it reads ${shown(seen.json?.content)}`);
  }],
  ["7.3", MUST, "update.forged", "An Update by somebody else changes nothing.", async (s) => {
    const { note, status } = await mustBeTold(s);
    await unchanged(s, s.stranger.one, status, "Update", edited(note, "Forged words."));
  }],
  ["7.3", MUST, "update.neighbour", "Nor does one by another person of the author's server.", async (s) => {
    const { note, status } = await mustBeTold(s);
    await unchanged(s, s.peer.two, status, "Update", edited(note, "Forged words."));
  }],
  ["7.4", SHOULD, "delete.done", "A Delete by its author removes a post.", async (s) => {
    const { note, status } = await mustBeTold(s);
    delete s.peer.documents[new URL(note.id).pathname];
    const seen = await afterwards(s, s.peer.one, status, "Delete", { id: note.id, type: "Tombstone" }, (now) => now.status === 404);
    hold(seen.status === 404, `it is still answered ${seen.status}`);
  }],
  ["7.4", MUST, "delete.forged", "A Delete by somebody else removes nothing.", async (s) => {
    const { note, status } = await mustBeTold(s);
    await unchanged(s, s.stranger.one, status, "Delete", note.id);
  }],
  ["7.5", MUST, "follow.answered", "A Follow is answered by an Accept or a Reject.", async (s) => {
    const { answer, arrival } = await s.followed();
    hold(answer.ok, `the Follow was answered ${answer.status}`);
    hold(arrival, "neither came (does the user approve followers by hand?)");
  }],
  ["7.5", SHOULD, "follow.listed", "Who was accepted is among the followers.", async (s) => {
    const { arrival } = await s.followed();
    if (!hasType(arrival?.json, "Accept")) skip("the Follow was not accepted");
    const { asked: url } = await s.collectionAnswer("followers");
    const first = (await read(url, { accept: kActivityJson })).json?.first;
    const page = isObject(first) ? first : first ? (await read(first, { accept: kActivityJson })).json : (await s.collection("followers"));
    const items = page?.orderedItems ?? page?.items ?? skip("it does not show who they are");
    hold(list(items).map(idOf).includes(s.peer.one.id), "the runner is not");
  }],
  ["7.8", SHOULD, "like.counted", "A Like counts.", (s) => reaction(s, "Like", "favourites_count")],
  ["7.11", SHOULD, "announce.counted", "An Announce counts.", (s) => reaction(s, "Announce", "reblogs_count")],
  ["7.10", MUST, "undo.done", "An Undo takes back what its author did.", async (s) => {
    const { activity, gone } = await reaction(s, "Like", "favourites_count").catch(() => skip("a Like does not count"));
    await s.act(s.peer.one, "Undo", activity);
    hold(await gone(), "the Like still counts");
  }],
  ["7.10", MUST, "undo.forged", "An Undo of what somebody else did takes nothing back.", async (s) => {
    const { activity, gone } = await reaction(s, "Like", "favourites_count").catch(() => skip("a Like does not count"));
    await s.act(s.stranger.one, "Undo", activity);
    hold(!await gone(), "the Like no longer counts");
  }],
]);

// The Create that the server sent to its follower, the runner, of a post made just now.
async function sent(s) {
  const { arrival } = await s.followed();
  if (!hasType(arrival?.json, "Accept")) skip("the runner could not follow");
  const posted = await s.announced();
  const found = await s.peer.arrival((one) => hasType(one, "Create") && idOf(one.object) === posted.uri, s.patience);
  return { posted, found };
}
const mustBeSent = async (s) => (await sent(s)).found ?? skip("it sent no post");

const kOut = clauses("ActivityPub: what it sends", [
  ["7", MUST, "sent.type", "It posts with an ActivityStreams media type.", async (s) => {
    const value = (await s.delivery()).headers["content-type"];
    hold(isActivityType(value), `it is ${shown(value)}`);
  }],
  ["7", MUST, "sent.id", "What it sends has an id of the actor's own origin.", async (s) => {
    const { json } = await s.delivery();
    hold(isAbsolute(json.id) && new URL(json.id).origin === new URL(idOf(json.actor)).origin, `the id is ${shown(json.id)}`);
  }],
  ["7", SHOULD, "sent.context", "What it sends names the ActivityStreams context.", async (s) => {
    const context = (await s.delivery()).json["@context"];
    hold(list(context).includes(kStreams), `it is ${shown(context)}`);
  }],
  ["7.5", MUST, "sent.accept", "Its Accept is by who was followed, and names the Follow.", async (s) => {
    const { json } = await s.delivery();
    const { activity } = await s.followed();
    hold(idOf(json.actor) === (await s.actor()).id, `the actor is ${shown(idOf(json.actor))}`);
    hold(idOf(json.object) === activity.id, `the object is ${shown(idOf(json.object))}`);
  }],
  ["7.1", MUST, "sent.post", "A post is sent to followers.", async (s) => {
    const { posted, found } = await sent(s);
    hold(found, `${posted.uri} did not come`);
  }],
  ["7.1", MUST, "sent.once", "It is sent to everybody once.", async (s) => {
    const { json } = await mustBeSent(s);
    if (!json.id) skip("it has no id");
    const times = () => s.peer.arrivals.filter((one) => one.json?.id === json.id && one.url.includes("conformer")).length;
    await s.until(() => times() > 1);
    hold(times() === 1, `it came ${times()} times`);
  }],
  ["6", MUST, "sent.no-blind", "bto and bcc are not sent.", async (s) => {
    const { json } = await mustBeSent(s);
    for (const object of [json, json.object]) hold(object?.bto === undefined && object?.bcc === undefined, "they are");
  }],
  ["7.2", SHOULD, "sent.create", "A Create is by the author of its object and says for whom it is.", async (s) => {
    const { json } = await mustBeSent(s);
    hold(!isObject(json.object) || idOf(list(json.object.attributedTo)[0]) === idOf(json.actor), `the author is ${shown(json.object.attributedTo)}`);
    hold(list(json.to).length + list(json.cc).length > 0, "it is for nobody");
  }],
  ["7.5", MUST, "sent.follow", "Its Follow names who follows and who is followed, and goes to that inbox.", async (s) => {
    const handle = `@${s.peer.one.name}@${new URL(s.peer.origin).host}`;
    const found = await s.apiJson("GET", `/api/v2/search?resolve=true&type=accounts&q=${encodeURIComponent(handle)}`);
    const account = found.accounts[0] ?? skip("it does not find the runner by its handle");
    await s.apiJson("POST", `/api/v1/accounts/${account.id}/follow`);
    const arrival = await s.peer.arrival((one) => hasType(one, "Follow"), s.patience);
    await s.apiJson("POST", `/api/v1/accounts/${account.id}/unfollow`);
    hold(arrival, "no Follow came");
    hold(idOf(arrival.json.actor) === (await s.actor()).id && idOf(arrival.json.object) === s.peer.one.id, `it is ${shown(arrival.json)}`);
    hold(arrival.url === s.peer.one.inbox, `it went to ${arrival.url}`);
  }],
  ["7.10", SHOULD, "sent.undo", "An unfollow is sent as an Undo of that Follow.", async (s) => {
    const follow = s.peer.arrivals.find((one) => hasType(one.json, "Follow")) ?? skip("it sent no Follow");
    if (!follow.json.id) skip("its Follow has no id");
    const arrival = await s.peer.arrival((one) => hasType(one, "Undo") && idOf(one.object) === follow.json.id, s.patience);
    hold(arrival, "no Undo came");
  }],
  ["7.4", SHOULD, "sent.delete", "The deletion of a post is sent to who was sent the post.", async (s) => {
    const { posted, found } = await sent(s);
    if (!found) skip("it sent no post");
    const extra = await s.post("Written for a conformance run, to be deleted soon.");
    if (!await s.peer.arrival((one) => hasType(one, "Create") && idOf(one.object) === extra.uri, s.patience)) skip(`${posted.uri} came, the next did not`);
    await s.apiJson("DELETE", `/api/v1/statuses/${extra.id}`);
    const arrival = await s.peer.arrival((one) => hasType(one, "Delete") && idOf(one.object) === extra.uri, s.patience);
    hold(arrival, "no Delete came");
  }],
]);

export default [...kIn, ...kOut];
