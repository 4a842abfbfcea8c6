// NodeInfo: how it is found, and what schemas 2.0 and 2.1 ask of the document.

import { clauses, hold, isAbsolute, isObject, list, mediaType, MAY, MUST, SHOULD, shown, skip } from "../clause.js";

const kSchema = "http://nodeinfo.diaspora.software/ns/schema/";
const kProtocols = ["activitypub", "buddycloud", "dfrn", "diaspora", "libertree", "ostatus", "pumpio", "tent", "xmpp", "zot"];
const kInbound = ["atom1.0", "gnusocial", "imap", "pnut", "pop3", "pumpio", "rss2.0", "twitter"];
const kMembers = ["version", "software", "protocols", "services", "openRegistrations", "usage", "metadata"];

async function discovery(s) {
  const answer = await s.get("/.well-known/nodeinfo");
  return answer.status === 404 ? skip("it has no NodeInfo") : answer;
}
async function links(s) {
  const { json } = await discovery(s);
  return Array.isArray(json?.links) ? json.links : skip("the links cannot be read");
}
const isCount = (value) => value === undefined || (Number.isInteger(value) && value >= 0);

const kDiscovery = clauses("NodeInfo: discovery", [
  ["discovery", MUST, "nodeinfo.found", "/.well-known/nodeinfo is a JSON object with an array of links.", async (s) => {
    const { status, json } = await discovery(s);
    hold(status === 200 && Array.isArray(json?.links), `it answered ${status}`);
  }],
  ["discovery", SHOULD, "nodeinfo.found-type", "It is served as JSON.", async (s) => {
    const { type } = mediaType((await discovery(s)).headers["content-type"]);
    hold(["application/json", "application/jrd+json"].includes(type), `it is served as ${shown(type)}`);
  }],
  ["discovery", MUST, "nodeinfo.rels", "Each link has a schema version for rel and a URL for href.", async (s) => {
    for (const link of await links(s)) {
      hold(typeof link?.rel === "string" && isAbsolute(link.href), `one is ${shown(link)}`);
    }
  }],
  ["discovery", SHOULD, "nodeinfo.current", "One of the links is to schema 2.0 or 2.1.", async (s) => {
    const rels = (await links(s)).map((link) => link?.rel);
    hold(rels.includes(`${kSchema}2.0`) || rels.includes(`${kSchema}2.1`), `they are ${shown(rels)}`);
  }],
]);

function schema(version) {
  const id = (name) => `nodeinfo-${version}.${name}`;
  const answer = async (s) => {
    const link = (await links(s)).find((one) => one?.rel === kSchema + version) ?? skip(`no link to ${version}`);
    return s.get(link.href);
  };
  const document = async (s) => {
    const { json } = await answer(s);
    return isObject(json) ? json : skip("the document cannot be read");
  };
  const member = (name) => async (s) => (await document(s))[name];
  return clauses(`NodeInfo ${version}`, [
    ["access", MUST, id("found"), "The document is a JSON object.", async (s) => {
      const found = await answer(s);
      hold(found.status === 200 && isObject(found.json), `it answered ${found.status}`);
    }],
    ["access", SHOULD, id("type"), "It is served as application/json with the schema for profile.", async (s) => {
      const { type, parameters } = mediaType((await answer(s)).headers["content-type"]);
      hold(type === "application/json" && parameters.profile?.replace(/#$/, "") === kSchema + version, `it is ${type}; profile=${shown(parameters.profile)}`);
    }],
    ["schema", MUST, id("version"), "version says which schema this is.", async (s) => {
      const value = await member("version")(s);
      hold(value === version, `it is ${shown(value)}`);
    }],
    ["schema", MUST, id("software"), "software has a name of lower-case letters, digits and hyphens, and a version.", async (s) => {
      const value = await member("software")(s);
      hold(isObject(value) && /^[a-z0-9-]+$/.test(value.name) && typeof value.version === "string", `it is ${shown(value)}`);
    }],
    ["schema", MUST, id("software-more"), version === "2.0" ? "software has no other member." : "software has no other member than repository and homepage.", async (s) => {
      const allowed = ["name", "version", ...(version === "2.0" ? [] : ["repository", "homepage"])];
      const other = Object.keys(await member("software")(s) ?? {}).filter((name) => !allowed.includes(name));
      hold(other.length === 0, `there is ${shown(other[0])}`);
    }],
    ["schema", MUST, id("protocols"), "protocols is a non-empty array of known protocols, each once.", async (s) => {
      const value = await member("protocols")(s);
      hold(Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every((one) => kProtocols.includes(one)), `it is ${shown(value)}`);
    }],
    ["schema", MUST, id("services"), "services has the arrays inbound and outbound.", async (s) => {
      const value = await member("services")(s);
      hold(isObject(value) && Array.isArray(value.inbound) && Array.isArray(value.outbound), `it is ${shown(value)}`);
      const other = value.inbound.filter((one) => !kInbound.includes(one));
      hold(other.length === 0, `${shown(other[0])} is no inbound service`);
    }],
    ["schema", MUST, id("registrations"), "openRegistrations is true or false.", async (s) => {
      const value = await member("openRegistrations")(s);
      hold(typeof value === "boolean", `it is ${shown(value)}`);
    }],
    ["schema", MUST, id("usage"), "usage has users; every number in it is a whole one, not negative.", async (s) => {
      const value = await member("usage")(s);
      hold(isObject(value?.users), `it is ${shown(value)}`);
      for (const count of [...Object.values(value.users), value.localPosts, value.localComments]) hold(isCount(count), `one is ${shown(count)}`);
    }],
    ["schema", MUST, id("metadata"), "metadata is an object.", async (s) => {
      const value = await member("metadata")(s);
      hold(isObject(value), `it is ${shown(value)}`);
    }],
    ["schema", MUST, id("members"), "There is no member that the schema does not know.", async (s) => {
      const other = Object.keys(await document(s)).filter((name) => !kMembers.includes(name));
      hold(other.length === 0, `there is ${shown(other[0])}`);
    }],
    ["use", MAY, id("activitypub"), "A server with actors says that it speaks activitypub.", async (s) => {
      const value = list(await member("protocols")(s));
      await s.actor();
      hold(value.includes("activitypub"), `protocols is ${shown(value)}`);
    }],
  ]);
}

export default [...kDiscovery, ...schema("2.0"), ...schema("2.1")];
