// What the wrong server does with an activity that it took.

import { hasType, idOf, isObject, list } from "../blackbox/clause.js";

const sanitized = (server, html) => server.is("keeps scripts") ? html : html.replace(/<script.*?<\/script>|<(?!\/?p>)[^>]*>/gs, "");

function owned(server, id, actor) {
  const note = server.remote.find((one) => one.id === id);
  if (!note) return undefined;
  const neighbour = new URL(note.author).origin === new URL(actor).origin;
  const allowed = note.author === actor || server.is("obeys anybody") || (neighbour && server.is("obeys neighbours"));
  return allowed ? note : undefined;
}

async function follow(server, activity) {
  const actor = idOf(activity.actor);
  if (server.is("done twice")) server.followers = new Set([...server.followers, `${actor}?${server.serial}`]);
  if (!server.is("does not list")) server.followers.add(actor);
  server.follows.set(activity.id, actor);
  const { id } = server.actor;
  if (server.is("never answers")) return;
  await server.tell([actor], { "@context": "https://www.w3.org/ns/activitystreams", id: server.fresh("accepts"), type: "Accept", actor: id, object: activity.id });
}

function react(server, activity, kind) {
  const status = server.statuses.find((one) => `${server.actor.id}/notes/${one.id}` === idOf(activity.object));
  if (status && !server.is(`does not count ${kind}`)) status[kind].set(activity.id, idOf(activity.actor));
}

function undo(server, activity) {
  const id = idOf(activity.object), actor = idOf(activity.actor);
  if (server.is("undoes nothing")) return;
  const mine = (author) => author === actor || server.is("undoes for anybody");
  for (const { likes, boosts } of server.statuses) {
    for (const reactions of [likes, boosts]) if (mine(reactions.get(id))) reactions.delete(id);
  }
  const follower = server.follows.get(id);
  if (follower && mine(follower)) server.followers.delete(follower);
}

// An answer to a note of ours that names our followers is for them, too.
async function forward(server, activity, object) {
  const named = [...list(object.to), ...list(object.cc)].includes(server.actor.followers);
  const answers = idOf(object.inReplyTo)?.startsWith(`${server.actor.id}/notes/`) || server.is("forwards anything");
  if (named && answers && !server.is("never forwards")) await server.pass(server.followers, activity);
}

export async function receive(server, activity) {
  const known = server.seen.has(activity.id);
  server.seen.add(activity.id);
  if (hasType(activity, "Create") && (!known || server.is("forwards twice"))) await forward(server, activity, activity.object);
  if (known && !server.is("done twice")) return;
  const object = isObject(activity.object) ? activity.object : {};
  const actor = idOf(activity.actor);
  if (hasType(activity, "Follow")) return follow(server, activity);
  if (hasType(activity, "Like")) return react(server, activity, "likes");
  if (hasType(activity, "Announce")) return react(server, activity, "boosts");
  if (hasType(activity, "Undo")) return undo(server, activity);
  if (hasType(activity, "Create") && list(object.to).includes(server.actor.id) && !server.is("forgets posts")) {
    server.remote.push({ id: object.id, author: actor, content: sanitized(server, object.content), key: `r${server.remote.length}` });
  }
  const note = owned(server, idOf(activity.object), actor);
  if (note && hasType(activity, "Update") && !server.is("never updates")) note.content = sanitized(server, object.content);
  if (note && hasType(activity, "Delete") && !server.is("never deletes")) note.gone = true;
}
