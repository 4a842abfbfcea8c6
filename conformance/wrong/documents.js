// What the wrong server serves when nothing is wrong with it.

import { kPublic, kStreams } from "../blackbox/clause.js";

const kJrd = "application/jrd+json";
const kXrd = "application/xrd+xml";
const kSchema = "http://nodeinfo.diaspora.software/ns/schema/";
const kRelations = ["self", "http://webfinger.net/rel/profile-page", "http://ostatus.org/schema/1.0/subscribe"];

const json = (type, body) => ({ status: 200, headers: { "content-type": type }, json: body });
export const streams = (body) => ({
  status: 200, json: { "@context": kStreams, ...body },
  headers: { "content-type": "application/activity+json", vary: "Accept, Signature", "cache-control": "private, no-cache" },
});
const plain = (status) => ({ status, headers: { "content-type": "text/plain" }, text: "" });

function webfinger(server, url) {
  const resource = url.searchParams.get("resource") ?? "";
  if (!/^[a-z]+:[^\s:]/i.test(resource)) return plain(400);
  const [name, host] = resource.replace(/^acct:/i, "").split("@");
  const known = resource === server.actor.id || (name === "ann" && host?.toLowerCase() === server.host);
  if (!known) return plain(404);
  const rels = url.searchParams.getAll("rel");
  const [self, page, subscribe] = kRelations;
  const links = [
    { rel: self, type: "application/activity+json", href: server.actor.id },
    { rel: page, type: "text/html", href: server.actor.url },
    { rel: subscribe, template: `${server.origin}/share?uri={uri}` },
  ].filter((link) => rels.length === 0 || rels.includes(link.rel));
  const answer = json(kJrd, { subject: `acct:ann@${server.host}`, aliases: [server.actor.id], properties: { "http://example.org/role": "test", "http://example.org/none": null }, links });
  answer.headers["access-control-allow-origin"] = "*";
  return answer;
}

function nodeinfo(version) {
  return json(`application/json; profile="${kSchema}${version}#"`, {
    version, software: { name: "wrong-server", version: "1.0" }, protocols: ["activitypub"], services: { inbound: [], outbound: [] },
    openRegistrations: false, usage: { users: { total: 1 }, localPosts: 2 }, metadata: {},
  });
}

// A collection and its pages of two.
function collection(server, url, id, items, type = "OrderedCollection") {
  const page = url.searchParams.get("page");
  const key = type === "OrderedCollection" ? "orderedItems" : "items";
  if (page === null) return streams({ id, type, totalItems: items.length, first: `${id}?page=0` });
  const at = Number(page);
  const more = items.length > at + 2 ? { next: `${id}?page=${at + 2}` } : {};
  return streams({ id: `${id}?page=${at}`, type: `${type}Page`, partOf: id, [key]: items.slice(at, at + 2), ...more });
}

export function note(server, status) {
  const { actor } = server;
  const id = `${actor.id}/notes/${status.id}`;
  return {
    id, type: "Note", attributedTo: actor.id, content: status.content, contentMap: { en: status.content }, published: status.published,
    to: status.visibility === "public" ? [kPublic] : [actor.followers], cc: status.visibility === "public" ? [actor.followers] : [],
    source: { content: status.content, mediaType: "text/html" }, likes: `${id}/likes`, shares: `${id}/shares`,
  };
}
export function create(server, status) {
  const object = note(server, status);
  return { id: `${object.id}/activity`, type: "Create", actor: server.actor.id, published: object.published, to: object.to, cc: object.cc, object };
}

function ofNote(server, url, rest) {
  const [id, leaf] = rest.split("/");
  const status = server.statuses.find((one) => one.id === id);
  if (!status || (status.visibility !== "public" && !server.is("shows private"))) return plain(404);
  const object = note(server, status);
  if (status.gone) return { ...streams({ id: object.id, type: "Tombstone" }), status: 410 };
  if (leaf === "activity") return streams(create(server, status));
  if (leaf === "likes" || leaf === "shares") return collection(server, url, `${object.id}/${leaf}`, [], "Collection");
  return streams(object);
}

const kPeople = { followers: "followers", following: "following" };

function ofActor(server, url, rest) {
  const { actor } = server;
  if (rest === "") return streams(actor);
  if (rest.startsWith("/notes/")) return ofNote(server, url, rest.slice("/notes/".length));
  const leaf = rest.slice(1);
  if (leaf === "outbox") return collection(server, url, actor.outbox, server.shownStatuses().map((status) => create(server, status)));
  if (kPeople[leaf]) return collection(server, url, actor[leaf], [...server[leaf]], "Collection");
  if (leaf === "featured" || leaf === "liked") return collection(server, url, actor[leaf], []);
  return plain(404);
}

export function documentAt(server, url) {
  const { pathname } = url;
  const { origin, actor } = server;
  const lrdd = `${origin}/.well-known/webfinger?resource={uri}`;
  switch (pathname) {
    case "/.well-known/webfinger": return webfinger(server, url);
    case "/.well-known/host-meta": return {
      status: 200, headers: { "content-type": kXrd },
      text: `<?xml version="1.0"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n<Link rel="lrdd" type="${kJrd}" template="${lrdd}"/></XRD>`,
    };
    case "/.well-known/host-meta.json": return json(kJrd, { links: [{ rel: "lrdd", type: kJrd, template: lrdd }] });
    case "/.well-known/nodeinfo": return json("application/json", { links: ["2.0", "2.1"].map((version) => ({ rel: kSchema + version, href: `${origin}/nodeinfo/${version}` })) });
    case "/nodeinfo/2.0": case "/nodeinfo/2.1": return nodeinfo(pathname.slice("/nodeinfo/".length));
    case "/share": case "/@ann": return { status: 200, headers: { "content-type": "text/html" }, text: "<p>A page.</p>" };
    default: {
      const path = new URL(actor.id).pathname;
      const ours = pathname === path || pathname.startsWith(`${path}/`);
      return ours ? ofActor(server, url, pathname.slice(path.length)) : plain(404);
    }
  }
}
