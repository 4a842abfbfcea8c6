// The part of a client's API in Mastodon's shape that the runner uses.

import { note, create } from "./documents.js";

const ok = (json) => ({ status: 200, headers: { "content-type": "application/json" }, json });
const none = { status: 404, headers: { "content-type": "application/json" }, json: {} };

const kContext = "https://www.w3.org/ns/activitystreams";

function local(server, status) {
  return {
    id: status.id, uri: `${server.actor.id}/notes/${status.id}`, content: status.content,
    favourites_count: status.likes.size, reblogs_count: status.boosts.size,
  };
}
const remote = ({ key, id, content }) => ({ id: key, uri: id, content });

function written(server, body) {
  const status = server.write({ content: body.status, visibility: body.visibility });
  const { id: _, ...activity } = create(server, status);
  const sent = { "@context": kContext, id: `${note(server, status).id}/activity`, ...activity };
  const keep = server.is("delivers nothing") || (server.is("delivers once") && server.delivered);
  server.delivered = true;
  return { ...ok(local(server, status)), after: () => keep ? Promise.resolve() : server.tell(server.followers, sent) };
}

function erased(server, status) {
  if (!server.is("keeps deleted")) status.gone = true;
  const activity = { "@context": kContext, id: server.fresh("deletes"), type: "Delete", actor: server.actor.id, object: note(server, status).id };
  return { ...ok({}), after: () => server.is("keeps quiet") ? Promise.resolve() : server.tell(server.followers, activity) };
}

function found(query) {
  const [, name, host] = /^@([^@]+)@(.+)$/.exec(query) ?? [];
  return ok({ accounts: name ? [{ id: encodeURIComponent(`http://${host}/people/${name}`) }] : [] });
}

function follow(server, id, verb) {
  const target = decodeURIComponent(decodeURIComponent(id));
  const base = { "@context": kContext, actor: server.actor.id };
  const known = server.following.get?.(target);
  const activity = verb === "follow" ? { ...base, id: server.fresh("follows"), type: "Follow", object: target }
    : { ...base, id: server.fresh("undoes"), type: "Undo", object: server.lastFollow ?? known };
  if (verb === "follow") server.lastFollow = activity.id;
  return { ...ok({}), after: () => server.is(`never sends ${verb}`) ? Promise.resolve() : server.tell([target], activity) };
}

export function api(server, { method, url, body }) {
  const [, , , what, id, verb] = url.pathname.split("/");
  if (what === "notifications") return ok(server.remote.map((one) => ({ type: "mention", status: remote(one) })));
  if (what === "search") return found(url.searchParams.get("q"));
  if (what === "accounts") return follow(server, id, verb);
  if (what !== "statuses") return none;
  if (method === "POST") return written(server, JSON.parse(body));
  const mine = server.statuses.find((one) => one.id === id && !one.gone);
  if (mine) return method === "DELETE" ? erased(server, mine) : ok(local(server, mine));
  const theirs = server.remote.find((one) => one.key === id && !one.gone);
  return theirs ? ok(remote(theirs)) : none;
}
