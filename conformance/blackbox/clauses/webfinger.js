// RFC 7033, RFC 7565, and what ActivityPub servers say by them (SWICG report "ActivityPub and WebFinger").

import { clauses, hold, idOf, isAbsolute, isActivityType, isObject, list, MAY, mediaType, MUST, SHOULD, shown, skip } from "../clause.js";
import { read } from "../http.js";

const links = async (s) => list((await s.jrd()).links).filter(isObject);
const refused = (status) => async (s, resource) => {
  const answer = await s.get(`/.well-known/webfinger${resource}`);
  hold(answer.status === status, `it answered ${answer.status}`);
};

const kWebfinger = clauses("WebFinger (RFC 7033)", [
  ["4", MUST, "webfinger.https", "It is asked over HTTPS only.",
    (s) => { if (!s.base.startsWith("https:")) skip("the base is plain http"); }],
  ["4.2", MUST, "webfinger.found", "An account that exists is answered 200 with a JRD.", async (s) => {
    const answer = await s.webfinger(s.acct);
    hold(answer.status === 200, `it answered ${answer.status}`);
    hold(isObject(answer.json), "the body is no JSON object");
  }],
  ["10.2", MUST, "webfinger.type", "A JRD is served as application/jrd+json.", async (s) => {
    const { type } = mediaType((await s.jrdAnswer()).headers["content-type"]);
    hold(type === "application/jrd+json", `it is served as ${shown(type)}`);
  }],
  ["4.2", MUST, "webfinger.absent", "A query without resource is answered 400.", (s) => refused(400)(s, "")],
  ["4.2", MUST, "webfinger.malformed", "A resource that is no URI is answered 400.", (s) => refused(400)(s, "?resource=%3A%3Anot%20one")],
  ["4.2", MUST, "webfinger.unknown", "An account that does not exist is answered 404.", (s) =>
    refused(404)(s, `?resource=${encodeURIComponent(`acct:nobody-of-that-name@${s.host}`)}`)],
  ["4.2", MUST, "webfinger.foreign", "An account of another host gets no answer of ours.", (s) =>
    refused(404)(s, `?resource=${encodeURIComponent("acct:somebody@another.example")}`)],
  ["4.1", MUST, "webfinger.encoded", "Percent-encoded and plain characters of the query mean the same.", async (s) => {
    const encoded = await s.get(`/.well-known/webfinger?resource=${encodeURIComponent(s.acct).replace(/(?<=^acct%3A)\w/, (c) => `%${c.charCodeAt(0).toString(16)}`)}`);
    const bare = await s.get(`/.well-known/webfinger?resource=${s.acct}`);
    await s.jrd();
    hold(encoded.status === bare.status && encoded.text === bare.text, `one is answered ${bare.status}, the other ${encoded.status}`);
  }],
  ["4.1", MUST, "webfinger.order", "The order of the parameters does not matter.", async (s) => {
    await s.jrd();
    const answer = await s.get(`/.well-known/webfinger?rel=self&resource=${encodeURIComponent(s.acct)}`);
    hold(answer.status === 200, `it answered ${answer.status}`);
  }],
  ["4.3", SHOULD, "webfinger.rel", "With rel only links of that relation are given.", async (s) => {
    await s.jrd();
    const answer = await s.webfinger(s.acct, "&rel=self");
    const others = list(answer.json?.links).filter(isObject).filter((link) => link.rel !== "self");
    hold(others.length === 0, `there is also ${shown(others[0]?.rel)}`);
  }],
  ["4.3", MUST, "webfinger.rel-only-links", "rel leaves everything but the links as it is.", async (s) => {
    const { links: _, ...all } = await s.jrd();
    const { links: __, ...some } = (await s.webfinger(s.acct, "&rel=self")).json ?? {};
    hold(JSON.stringify(all) === JSON.stringify(some), `without links it becomes ${shown(some)}`);
  }],
  ["4.3", MUST, "webfinger.rel-none", "A rel that nothing has gives an answer without links, not an error.", async (s) => {
    await s.jrd();
    const answer = await s.webfinger(s.acct, `&rel=${encodeURIComponent("urn:example:no-such-relation")}`);
    hold(answer.status === 200, `it answered ${answer.status}`);
  }],
  ["4.4.1", SHOULD, "webfinger.subject", "The JRD names its subject by a URI.", async (s) => {
    const { subject } = await s.jrd();
    hold(isAbsolute(subject), `the subject is ${shown(subject)}`);
  }],
  ["4.4.2", MUST, "webfinger.aliases", "Aliases are an array of URIs.", async (s) => {
    const { aliases } = await s.jrd();
    if (aliases === undefined) skip("there are none");
    hold(Array.isArray(aliases) && aliases.every(isAbsolute), `they are ${shown(aliases)}`);
  }],
  ["4.4.3", MUST, "webfinger.properties", "Properties have URIs for names and strings or null for values.", async (s) => {
    const { properties } = await s.jrd();
    if (properties === undefined) skip("there are none");
    hold(isObject(properties), "they are no object");
    for (const [name, value] of Object.entries(properties)) {
      hold(isAbsolute(name) && (value === null || typeof value === "string"), `one is ${shown(name)}: ${shown(value)}`);
    }
  }],
  ["4.4.4", MUST, "webfinger.links", "Links are an array of objects.", async (s) => {
    const { links: all } = await s.jrd();
    hold(all === undefined || (Array.isArray(all) && all.every(isObject)), `they are ${shown(all)}`);
  }],
  ["4.4.4.1", MUST, "webfinger.link-rel", "Every link has one relation: a URI or a registered name.", async (s) => {
    for (const { rel } of await links(s)) {
      hold(typeof rel === "string" && (isAbsolute(rel) || /^[a-z][a-z0-9.-]*$/.test(rel)), `one has ${shown(rel)}`);
    }
  }],
  ["4.4.4.2", MUST, "webfinger.link-type", "The type of a link is a media type.", async (s) => {
    for (const { type } of await links(s)) {
      hold(type === undefined || /^[a-z]+\/[a-z0-9.+-]+(;.*)?$/i.test(type), `one is ${shown(type)}`);
    }
  }],
  ["4.4.4.3", MUST, "webfinger.link-href", "The href of a link is a URI.", async (s) => {
    for (const { href } of await links(s)) hold(href === undefined || isAbsolute(href), `one is ${shown(href)}`);
  }],
  ["5", MUST, "webfinger.cors", "Pages of other origins may read the answer.", async (s) => {
    hold((await s.jrdAnswer()).headers["access-control-allow-origin"], "Access-Control-Allow-Origin is missing");
  }],
  ["5", SHOULD, "webfinger.cors-any", "Pages of every origin may read it.", async (s) => {
    const value = (await s.jrdAnswer()).headers["access-control-allow-origin"] ?? skip("there is no such header");
    hold(value === "*", `Access-Control-Allow-Origin is ${shown(value)}`);
  }],
]);

const kAcct = clauses("acct: (RFC 7565)", [
  ["7", MUST, "acct.form", "An acct: URI is a user, @ and a host without a port.", async (s) => {
    const { subject } = await s.jrd();
    if (!subject?.startsWith?.("acct:")) skip("the subject is no acct: URI");
    if (/:\d+$/.test(s.host)) skip("the base has a port, which no acct: URI can name");
    hold(/^acct:([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+@[A-Za-z0-9.-]+$/.test(subject), `it is ${shown(subject)}`);
  }],
  ["7", MUST, "acct.scheme-case", "The case of the scheme does not matter (RFC 3986, 3.1).", async (s) => {
    await s.jrd();
    const answer = await s.webfinger(s.acct.replace("acct:", "ACCT:"));
    hold(answer.status === 200, `ACCT: is answered ${answer.status}`);
  }],
  ["5", SHOULD, "acct.host-case", "The case of the host does not matter.", async (s) => {
    await s.jrd();
    if (!/[a-z]/.test(s.host)) skip("the host is an address without letters");
    const answer = await s.webfinger(`acct:${s.user}@${s.host.toUpperCase()}`);
    hold(answer.status === 200, `it is answered ${answer.status}`);
  }],
]);

const kReport = clauses("ActivityPub and WebFinger (SWICG)", [
  ["forward", MUST, "discovery.self", "A link with rel self and an ActivityStreams media type names the actor.", async (s) => {
    const self = (await links(s)).filter((link) => link.rel === "self" && isActivityType(link.type));
    hold(self.length > 0, "there is none");
    hold(isAbsolute(self[0].href), `its href is ${shown(self[0].href)}`);
  }],
  ["forward", MUST, "discovery.actor", "The document at that link has that link as its id.", async (s) => {
    const url = await s.actorUrl();
    if (s.user.includes("://")) skip("--user is an address");
    hold((await s.actor()).id === url, `it calls itself ${shown((await s.actor()).id)}`);
  }],
  ["reverse", MUST, "discovery.reverse", "preferredUsername and the host of the id make a handle that leads back.", async (s) => {
    const actor = await s.actor();
    const handle = `acct:${actor.preferredUsername}@${new URL(actor.id).host}`;
    const found = (await read(new URL(`/.well-known/webfinger?resource=${encodeURIComponent(handle)}`, actor.id).href)).json;
    const self = list(found?.links).find((link) => link?.rel === "self" && isActivityType(link.type));
    hold(self?.href === actor.id, `${handle} leads to ${shown(self?.href)}`);
  }],
  ["reverse", SHOULD, "discovery.by-id", "The id of an actor can be asked for, too, and gives the same subject.", async (s) => {
    const { subject } = await s.jrd();
    const answer = await s.webfinger(await s.actorUrl());
    hold(answer.status === 200 && answer.json?.subject === subject, `it answered ${answer.status}, subject ${shown(answer.json?.subject)}`);
  }],
  ["profile", MAY, "discovery.profile-page", "The profile page that it names is there for people.", async (s) => {
    const page = (await links(s)).find((link) => link.rel === "http://webfinger.net/rel/profile-page") ?? skip("none is named");
    const answer = await read(page.href, { accept: "text/html" });
    hold(answer.ok && mediaType(answer.headers["content-type"]).type === "text/html", `it answered ${answer.status}`);
  }],
  ["templates", MAY, "discovery.templates", "A page that a link template leads to exists.", async (s) => {
    const templates = (await links(s)).filter((link) => typeof link.template === "string");
    if (templates.length === 0) skip("no link has a template");
    const target = encodeURIComponent(idOf(await s.actor()));
    for (const { rel, template } of templates) {
      const answer = await read(template.replace(/\{[^}]*\}/g, target), { accept: "text/html" });
      hold(answer.status < 400 || answer.status === 401, `that of ${rel} answered ${answer.status}`);
    }
  }],
]);

export default [...kWebfinger, ...kAcct, ...kReport];
