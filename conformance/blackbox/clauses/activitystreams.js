// ActivityStreams 2.0: media types, contexts, values, natural language, collections and their pages.

import {
  clauses, hasType, hold, idOf, isAbsolute, isActivityType, isObject, kActivityJson, kLinkedData, kStreams, list, mediaType,
  MUST, SHOULD, shown, skip,
} from "../clause.js";
import { read } from "../http.js";

const kCollections = ["outbox", "followers", "following", "featured", "liked"];
const kLanguage = /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i;
// RFC 3339 with a capital T and Z; the seconds may be left out.
const kDateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const kAddresses = ["id", "inbox", "outbox", "followers", "following", "liked", "featured", "actor", "attributedTo", "inReplyTo", "first", "last", "next", "prev", "partOf", "href"];

// Every document that was read: [what it is, document].
async function documents(s) {
  const found = [];
  const add = async (what, work) => {
    try {
      const document = await work();
      if (isObject(document)) found.push([what, document]);
    } catch { /* what cannot be had has its own row */ }
  };
  await add("the actor", () => s.actor());
  await add("the post", () => s.note());
  await add("a Create", () => s.create());
  for (const name of kCollections) {
    await add(name, () => s.collection(name));
    await add(`a page of ${name}`, () => s.page(name));
  }
  return found.length > 0 ? found : skip("no document could be read");
}

// Those that were answers of their own, not parts of another.
async function whole(s) { return (await documents(s)).filter(([what]) => what !== "a Create"); }

// Calls `visit(name, value, where)` for every member at every depth.
function walk(value, visit, where) {
  if (Array.isArray(value)) return value.forEach((one) => walk(one, visit, where));
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === "@context") continue;
    visit(name, inner, where);
    walk(inner, visit, where);
  }
}
async function everyMember(s, visit) {
  for (const [what, document] of await documents(s)) walk(document, visit, what);
}

// Those collections that can be read: [name, document].
async function collections(s) {
  const found = (await documents(s)).filter(([what]) => kCollections.includes(what));
  return found.length > 0 ? found : skip("no collection can be read");
}
async function pages(s) {
  const found = (await documents(s)).filter(([what]) => what.startsWith("a page of "));
  return found.length > 0 ? found : skip("no collection has pages");
}
const isOrdered = (document) => hasType(document, "OrderedCollection", "OrderedCollectionPage");

export default clauses("ActivityStreams 2.0", [
  ["2.1", SHOULD, "streams.context", "A document names the ActivityStreams context.", async (s) => {
    for (const [what, { "@context": context }] of await whole(s)) {
      hold(list(context).includes(kStreams), `that of ${what} is ${shown(context)}`);
    }
  }],
  ["2.1", MUST, "streams.context-form", "A context is an address, an object, null, or an array of those.", async (s) => {
    for (const [what, { "@context": context }] of await whole(s)) {
      hold(list(context).every((one) => isAbsolute(one) || isObject(one)), `that of ${what} is ${shown(context)}`);
    }
  }],
  ["2", MUST, "streams.utf8", "A document is UTF-8.", async (s) => {
    const { bytes, headers } = await s.actorAnswer();
    const charset = mediaType(headers["content-type"]).parameters.charset ?? "utf-8";
    hold(charset.toLowerCase() === "utf-8", `charset is ${charset}`);
    hold(Buffer.from(bytes.toString("utf8")).equals(bytes), "it holds other bytes");
  }],
  ["7", MUST, "streams.type", "A document is served with an ActivityStreams media type.", async (s) => {
    await s.actor();
    const value = (await s.actorAnswer()).headers["content-type"];
    hold(isActivityType(value), `it is ${shown(value)}`);
  }],
  ["7", SHOULD, "streams.ask-type", "Who asks for application/activity+json is given that.", async (s) => {
    await s.actor();
    const { type } = mediaType((await read(await s.actorUrl(), { accept: kActivityJson })).headers["content-type"]);
    if (!/json/.test(type)) skip("it gives no JSON at all");
    hold(type === kActivityJson, `it gives ${shown(type)}`);
  }],
  ["2.2", MUST, "streams.absolute", "Ids and links are absolute IRIs.", (s) => everyMember(s, (name, value, where) => {
    if (!kAddresses.includes(name)) return;
    for (const one of list(value)) hold(typeof one !== "string" || isAbsolute(one), `${name} in ${where} is ${shown(one)}`);
  })],
  ["2.3", MUST, "streams.dates", "Dates are RFC 3339 with T and Z in capitals.", (s) => everyMember(s, (name, value, where) => {
    if (!["published", "updated", "startTime", "endTime", "deleted"].includes(name) || value === null) return;
    hold(kDateTime.test(value) && !Number.isNaN(Date.parse(value)), `${name} in ${where} is ${shown(value)}`);
  })],
  ["4.1", SHOULD, "streams.object-type", "An object says its type.", async (s) => {
    for (const [what, { type }] of await documents(s)) hold(list(type).length > 0, `${what} has none`);
  }],
  ["4.1", MUST, "streams.type-form", "Types are strings.", (s) => everyMember(s, (name, value, where) => {
    if (name === "type") hold(list(value).every((one) => typeof one === "string"), `one in ${where} is ${shown(value)}`);
  })],
  ["4.7", MUST, "streams.plain-name", "A name is plain text without mark-up.", async (s) => {
    const { name } = await s.actor();
    if (name === undefined) skip("the actor has no name");
    hold(typeof name === "string" && !/<\/?[a-z]+[^>]*>/i.test(name), `it is ${shown(name)}`);
  }],
  ["4.7", MUST, "streams.language", "A language map has language tags for names and strings for values.", (s) =>
    everyMember(s, (name, value, where) => {
      if (!/^(name|summary|content)Map$/.test(name) || value === null) return;
      hold(isObject(value), `${name} in ${where} is ${shown(value)}`);
      for (const [tag, text] of Object.entries(value)) {
        hold(kLanguage.test(tag) && typeof text === "string", `${name} in ${where} has ${shown(tag)}: ${shown(text)}`);
      }
    })],
  ["4.7", SHOULD, "streams.content", "A post has its content as text or by language.", async (s) => {
    const { content, contentMap } = await s.note();
    hold(typeof content === "string" || isObject(contentMap), `content is ${shown(content)}`);
  }],
  ["4.8", SHOULD, "streams.media-type", "mediaType is a media type.", (s) => everyMember(s, (name, value, where) => {
    if (name === "mediaType") hold(/^[a-z]+\/[a-z0-9.+-]+/i.test(value), `one in ${where} is ${shown(value)}`);
  })],
  ["5", MUST, "collection.type", "A collection is a Collection or an OrderedCollection.", async (s) => {
    for (const [name, document] of await collections(s)) {
      hold(hasType(document, "Collection", "OrderedCollection"), `${name} is ${shown(document.type)}`);
    }
  }],
  ["5", MUST, "collection.total", "totalItems is a whole number, not negative.", async (s) => {
    const counted = (await collections(s)).filter(([, { totalItems }]) => totalItems !== undefined);
    if (counted.length === 0) skip("no collection is counted");
    for (const [name, { totalItems }] of counted) hold(Number.isInteger(totalItems) && totalItems >= 0, `that of ${name} is ${shown(totalItems)}`);
  }],
  ["5", MUST, "collection.items", "Ordered collections and pages use orderedItems, others items.", async (s) => {
    for (const [name, document] of [...await collections(s), ...(await documents(s)).filter(([what]) => what.startsWith("a page"))]) {
      const wrong = isOrdered(document) ? "items" : "orderedItems";
      hold(document[wrong] === undefined, `${name} has ${wrong}`);
    }
  }],
  ["5", SHOULD, "collection.complete", "A collection holds its items or says where its first page is.", async (s) => {
    for (const [name, document] of await collections(s)) {
      const total = document.totalItems ?? 1;
      hold(total === 0 || document.first || document.items || document.orderedItems, `${name} does neither`);
    }
  }],
  ["5.2", MUST, "page.type", "The pages of a collection are of the kind that goes with it.", async (s) => {
    for (const [what, page] of await pages(s)) {
      const collection = await s.collection(what.slice("a page of ".length));
      const wanted = hasType(collection, "OrderedCollection") ? "OrderedCollectionPage" : "CollectionPage";
      hold(hasType(page, wanted), `${what} is ${shown(page.type)}`);
    }
  }],
  ["5.2", SHOULD, "page.part-of", "A page names the collection that it is part of.", async (s) => {
    for (const [what, page] of await pages(s)) {
      const collection = await s.collection(what.slice("a page of ".length));
      hold(idOf(page.partOf) === collection.id, `partOf of ${what} is ${shown(idOf(page.partOf))}`);
    }
  }],
  ["5.2", MUST, "page.next", "Following next comes to an end or to new pages, never back.", async (s) => {
    for (const name of kCollections) {
      let all;
      try { all = await s.pages(name, 5); } catch { continue; }
      const ids = all.map(idOf).filter(Boolean);
      hold(new Set(ids).size === ids.length, `${name} comes back to ${shown(ids.at(-1))}`);
    }
    await pages(s);
  }],
  ["5.2", SHOULD, "page.once", "No item of a collection comes twice.", async (s) => {
    const ids = (await s.items("outbox")).map(idOf).filter(Boolean);
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    hold(twice === undefined, `${shown(twice)} does`);
  }],
  ["5.2", MUST, "page.own-id", "The document at the address of a page is that page.", async (s) => {
    const [, page] = (await pages(s))[0];
    const again = (await read(idOf(page), { accept: kLinkedData })).json;
    hold(idOf(again) === idOf(page) && hasType(again, ...list(page.type)), `at ${shown(idOf(page))} is ${shown(idOf(again))}, ${shown(again?.type)}`);
  }],
]);
