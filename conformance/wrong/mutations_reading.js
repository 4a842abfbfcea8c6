// Mutations of what is served: discovery, documents, HTTP.

const kActor = "^/people/ann$", kOutbox = "^/people/ann/outbox$", kNote = "^/people/ann/notes/\\d+$";
const kJrd = "webfinger$", kStreamsType = "application/activity+json";

// --- small makers of mutations -----------------------------------------------------------------------

const edit = (name, path, change, ...red) => ({ name, red, edit: { [path]: change } });
const put = (name, path, member, value, ...red) => edit(name, path, (json) => ({ ...json, [member]: typeof value === "function" ? value(json) : value }), ...red);
const each = (change) => (json) => ({ ...json, ...(json.links && { links: json.links.map(change) }) });
const answer = (name, path, change, ...red) => ({
  name, red, answer: (request, given, server) => { if (new RegExp(path).test(request.url.pathname)) change(given, request, server); },
});
const head = (name, path, field, value, ...red) => answer(name, path, (given) => {
  if (given.status >= 400 || !given.headers[field]) return;
  given.headers = { ...given.headers, [field]: value };
  if (value === undefined) delete given.headers[field];
}, ...red);
const status = (name, path, code, ...red) => answer(name, path, (given) => Object.assign(given, { status: code }), ...red);
const is = (name, ...red) => ({ name, red, is: [name] });

// For pages of collections, and for collections that are no pages.
const ofPage = (change) => (json) => json.partOf ? change(json) : json;
const ofWhole = (change) => (json) => json.partOf ? json : change(json);
const activities = (change) => ofPage((json) => ({ ...json, orderedItems: json.orderedItems.map(change) }));

const kWebfinger = [
  answer("WebFinger finds nobody", kJrd, (given) => { if (given.status === 200) Object.assign(given, { status: 404, text: "" }); }, "webfinger.found"),
  head("a JRD as plain JSON", kJrd, "content-type", "application/json", "webfinger.type"),
  answer("a missing resource is a missing page", kJrd, (given, { url }) => { if (!url.search) given.status = 404; }, "webfinger.absent"),
  answer("nonsense is not found", kJrd, (given) => { if (given.status === 400) given.status = 404; }, "webfinger.absent", "webfinger.malformed"),
  answer("strangers are a bad request", kJrd, (given) => { if (given.status === 404) given.status = 400; }, "webfinger.unknown", "webfinger.foreign"),
  answer("everybody has an account", kJrd, (given, { url }) => { if (/nobody/.test(url.search)) given.status = 200; }, "webfinger.unknown"),
  answer("answers for other hosts", kJrd, (given, { url }) => { if (/another/.test(url.search)) given.status = 200; }, "webfinger.foreign"),
  answer("does not decode", kJrd, (given, { url }) => { if (/%61/.test(url.search)) given.status = 404; }, "webfinger.encoded"),
  answer("resource must come first", kJrd, (given, { url }) => { if (/^\?rel/.test(url.search)) given.status = 400; }, "webfinger.order"),
  { name: "rel is ignored", red: ["webfinger.rel"], edit: { [kJrd]: (json, { origin }) => ({ ...json, links: [...json.links.filter((one) => one.rel !== "x"), ...(json.links.some((one) => one.template) ? [] : [{ rel: "x", href: origin }])] }) } },
  edit("rel takes more than links", kJrd, (json) => json.links.length < 3 ? { links: json.links } : json, "webfinger.rel-only-links"),
  answer("an unknown rel is an error", kJrd, (given, { url }) => { if (/no-such/.test(url.search)) given.status = 404; }, "webfinger.rel-none"),
  put("the subject is a bare handle", kJrd, "subject", "ann@example.org", "webfinger.subject"),
  put("an alias is no URI", kJrd, "aliases", ["ann"], "webfinger.aliases"),
  put("a property is a number", kJrd, "properties", { "http://example.org/role": 1 }, "webfinger.properties"),
  put("links hold a text", kJrd, "links", (json) => [...json.links, "self"], "webfinger.links"),
  edit("two relations in one", kJrd, each((link) => link.template ? { ...link, rel: "one two" } : link), "webfinger.link-rel"),
  edit("the type of a link is a word", kJrd, each((link) => link.type === "text/html" ? { ...link, type: "html" } : link), "webfinger.link-type"),
  edit("a link without scheme", kJrd, each((link) => link.type === "text/html" ? { ...link, rel: "me", href: "/@ann" } : link), "webfinger.link-href"),
  head("no other origin may read a JRD", kJrd, "access-control-allow-origin", undefined, "webfinger.cors"),
  head("one other origin may read a JRD", kJrd, "access-control-allow-origin", "https://example.org", "webfinger.cors-any"),
  answer("acct: only in small letters", kJrd, (given, { url }) => { if (/ACCT/.test(url.search)) given.status = 404; }, "acct.scheme-case"),
  answer("the host only in small letters", kJrd, (given, { url }) => { if (/LOCALHOST/.test(url.search)) given.status = 404; }, "acct.host-case"),
  edit("no link to the actor", kJrd, (json) => ({ ...json, links: json.links.filter((link) => link.rel !== "self") }), "discovery.self"),
  edit("the link leads to another address of the actor", kJrd, each((link) => link.rel === "self" ? { ...link, href: `${link.href}?again` } : link), "discovery.actor", "discovery.reverse", "discovery.by-id"),
  put("preferredUsername is another", kActor, "preferredUsername", "annabel", "discovery.reverse"),
  answer("an actor cannot be asked for by id", kJrd, (given, { url }) => { if (/resource=http/.test(url.search)) given.status = 404; }, "discovery.by-id"),
  status("the profile page is missing", "^/@ann$", 404, "discovery.profile-page"),
  status("the page of a template is missing", "^/share$", 404, "discovery.templates"),
];

const kHostMeta = "host-meta$", kHostMetaJson = "host-meta.json$";
const xrd = (name, from, to, ...red) => answer(name, kHostMeta, (given) => { given.text = given.text.replace(from, to); }, ...red);
const kHost = [
  status("host-meta is an error", kHostMeta, 500, "host-meta.found"),
  head("host-meta as text", kHostMeta, "content-type", "text/plain", "host-meta.type"),
  xrd("host-meta of another namespace", "xri/xrd-1.0", "xri/xrd-2.0", "host-meta.root"),
  xrd("host-meta is no XRD", /XRD/g, "Meta", "host-meta.root"),
  xrd("a template without its variable", "{uri}", "", "host-meta.template", "host-meta.same"),
  xrd("a template that leads nowhere", "/.well-known/webfinger", "/finger", "host-meta.leads", "host-meta.same"),
  answer("host-meta.json is none", kHostMetaJson, (given) => { given.text = "<XRD/>"; }, "host-meta.json"),
  head("host-meta.json as text", kHostMetaJson, "content-type", "text/plain", "host-meta.json-type"),
  put("host-meta.json has no links", kHostMetaJson, "links", [], "host-meta.same"),
];

const kNodeInfo = ["2.0", "2.1"].flatMap((version) => {
  const path = `^/nodeinfo/${version}$`;
  const row = (name) => `nodeinfo-${version}.${name}`;
  const named = (name) => `NodeInfo ${version}: ${name}`;
  const member = (name, key, value, ...red) => put(named(name), path, key, value, ...red.map(row));
  return [
    status(named("an error"), path, 500, row("found")),
    head(named("no profile"), path, "content-type", "application/json", row("type")),
    member("another version", "version", "1.0", "version"),
    member("a name in capitals", "software", { name: "Wrong Server", version: "1" }, "software"),
    member("a licence", "software", { name: "wrong", version: "1", licence: "none" }, "software-more"),
    member("no protocol", "protocols", [], "protocols", "activitypub"),
    member("one protocol twice", "protocols", ["activitypub", "activitypub"], "protocols"),
    member("an unknown protocol", "protocols", ["activitypub", "pigeon"], "protocols"),
    member("another protocol only", "protocols", ["zot"], "activitypub"),
    member("no outbound services", "services", { inbound: [] }, "services"),
    member("an unknown service", "services", { inbound: ["pigeon"], outbound: [] }, "services"),
    member("registrations in a word", "openRegistrations", "no", "registrations"),
    member("half a user", "usage", { users: { total: 0.5 } }, "usage"),
    member("minus one post", "usage", { users: {}, localPosts: -1 }, "usage"),
    member("no users", "usage", {}, "usage"),
    member("metadata is a list", "metadata", [], "metadata"),
    member("one member more", "extra", true, "members"),
  ];
});
const kFound = "well-known/nodeinfo$";
const kNodeInfoFound = [
  put("NodeInfo without links", kFound, "links", undefined, "nodeinfo.found"),
  head("NodeInfo as text", kFound, "content-type", "text/plain", "nodeinfo.found-type"),
  put("a NodeInfo link leads nowhere", kFound, "links", (json) => [...json.links, { rel: "http://nodeinfo.diaspora.software/ns/schema/1.0", href: "/nodeinfo/1.0" }], "nodeinfo.rels"),
  put("only an old NodeInfo", kFound, "links", (json) => json.links.map((link) => ({ ...link, rel: link.rel.replace("2.", "1.") })), "nodeinfo.current"),
];

const kStreams = [
  put("no context", kActor, "@context", undefined, "streams.context"),
  put("another context", kActor, "@context", ["https://example.org/ns"], "streams.context"),
  put("a context that is a number", kActor, "@context", ["https://www.w3.org/ns/activitystreams", 1], "streams.context-form"),
  head("another charset", kActor, "content-type", `${kStreamsType}; charset=utf-16`, "streams.utf8"),
  head("an actor as plain JSON", kActor, "content-type", "application/json", "streams.type", "streams.ask-type", "object.linked-data", "object.activity-json", "http.several"),
  head("an actor as JSON-LD always", kActor, "content-type", 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"', "streams.ask-type"),
  put("a followed by no address", kActor, "following", "ann/following", "streams.absolute", "actor.following"),
  put("a date with a space", kActor, "published", "2026-01-01 00:00:00Z", "streams.dates"),
  put("a day that there is not", kActor, "published", "2026-02-31T99:00:00Z", "streams.dates"),
  put("an actor without type", kActor, "type", undefined, "streams.object-type", "object.type", "actor.type"),
  put("types that are numbers", kActor, "type", ["Person", 1], "streams.type-form"),
  put("a name in HTML", kActor, "name", "<b>Ann</b>", "streams.plain-name"),
  put("a language that is a sentence", kNote, "contentMap", { "the English": "Words." }, "streams.language"),
  put("a translation that is a list", kNote, "contentMap", { en: ["Words."] }, "streams.language"),
  edit("a post without content", kNote, ({ content: _, contentMap: __, ...json }) => json, "streams.content"),
  put("a media type that is a word", kNote, "source", { content: "x", mediaType: "markdown" }, "streams.media-type"),
  edit("a featured list that is an object", "/featured$", ofWhole((json) => ({ ...json, type: "Object" })), "collection.type", "page.type"),
  edit("a total in words", "/featured$", ofWhole((json) => ({ ...json, totalItems: "none" })), "collection.total"),
  edit("a page with both kinds of items", "/featured$", ofPage((json) => ({ ...json, items: [] })), "collection.items"),
  edit("no first page", kOutbox, ofWhole(({ first: _, ...json }) => json), "collection.complete"),
  edit("a page of an unordered kind", kOutbox, ofPage((json) => ({ ...json, type: "CollectionPage" })), "page.type", "collection.items"),
  edit("a page of another collection", "/featured$", ofPage((json) => ({ ...json, partOf: "http://localhost/other" })), "page.part-of"),
  edit("a last page that leads to the first", kOutbox, ofPage((json) => ({ ...json, next: json.next ?? json.id.replace(/page=\d+/, "page=0") })), "page.next", "page.once", "outbox.newest-first"),
  edit("an activity twice", kOutbox, ofPage((json) => ({ ...json, orderedItems: [...json.orderedItems, json.orderedItems[0]] })), "page.once", "outbox.newest-first"),
  edit("a page under another id", kOutbox, ofPage((json) => ({ ...json, id: json.partOf })), "page.own-id", "page.next"),
];

const kObjects = [
  put("an actor with another id", kActor, "id", (json) => `${json.id}-elsewhere`, "object.id", "discovery.actor", "discovery.reverse", "actor.key", "outbox.own", "sent.accept", "sent.follow", "create.kept"),
  put("a post with another id", kNote, "id", (json) => `${json.id}?other`, "object.post-id"),
  edit("activities that cannot be read", kOutbox, activities((one) => ({ ...one, id: `${one.id}-not` })), "object.activity-id"),
  put("a post without type", kNote, "type", undefined, "object.type", "streams.object-type", "object.tombstone"),
  answer("HTML for who asks for JSON-LD", kActor, (given, { headers }) => { if (/^application.ld\+json/.test(headers.accept)) given.headers["content-type"] = "text/html"; }, "object.linked-data", "http.several"),
  answer("HTML for who asks for activity+json", kActor, (given, { headers }) => { if (headers.accept === kStreamsType) given.headers["content-type"] = "text/html"; }, "object.activity-json", "streams.type"),
  answer("nobody is missing", "who-does-not-exist$", (given) => { given.status = 200; }, "object.not-found"),
  { name: "keeps deleted", is: ["keeps deleted"], red: ["object.gone", "object.tombstone"] },
  answer("what was deleted is empty", kNote, (given) => { if (given.status === 410) given.text = "{}"; }, "object.tombstone"),
  is("shows private", "object.private"),
  put("a post by another author", kNote, "attributedTo", "http://localhost/somebody", "object.author"),
  edit("a Create for other people", kOutbox, activities((one) => ({ ...one, cc: [] })), "object.same-audience"),
  put("a post that shows bto", kNote, "bto", ["http://localhost/people/secret"], "object.no-blind"),
  put("an actor that is a Note", kActor, "type", "Note", "actor.type"),
  put("no inbox", kActor, "inbox", undefined, "actor.inbox"),
  put("no outbox", kActor, "outbox", undefined, "actor.outbox"),
  put("no followers", kActor, "followers", undefined, "actor.followers"),
  put("no following", kActor, "following", undefined, "actor.following"),
  put("a username with an @", kActor, "preferredUsername", "@ann", "actor.username", "discovery.reverse"),
  put("a shared inbox elsewhere", kActor, "endpoints", { sharedInbox: "http://localhost/inbox" }, "actor.shared-inbox"),
  put("a key of somebody else", kActor, "publicKey", (json) => ({ ...json.publicKey, owner: "http://localhost/people/ben" }), "actor.key", "signed.owner"),
  edit("an outbox without order", kOutbox, (json) => ({ ...json, type: json.type.replace("Ordered", ""), items: json.orderedItems, orderedItems: undefined }), "outbox.ordered"),
  edit("posts in the outbox", kOutbox, activities((one) => one.object.content.includes("First") ? { ...one.object, actor: one.actor } : one), "outbox.activities"),
  is("oldest first", "outbox.newest-first"),
  is("private in outbox", "outbox.public-only"),
  edit("activities of others in the outbox", kOutbox, activities((one) => one.object.content.includes("First") ? { ...one, actor: "http://localhost/people/ben" } : one), "outbox.own"),
  is("open inbox", "inbox.not-shown"),
  edit("followers that are an object", "/followers$", ofWhole((json) => ({ ...json, type: "Object" })), "followers.collection", "collection.type"),
  edit("following that is an object", "/following$", ofWhole((json) => ({ ...json, type: "Object" })), "following.collection", "collection.type"),
  edit("liked that is an object", "/liked$", ofWhole((json) => ({ ...json, type: "Object" })), "liked.collection", "collection.type", "page.type"),
  put("a public post to as:Public", kNote, "to", ["as:Public"], "public.full"),
  put("likes that are an object", "/likes$", "type", "Object", "likes.collection"),
  put("shares that are an object", "/shares$", "type", "Object", "shares.collection"),
  is("open outbox", "outbox.closed"),
];

const raw = (text) => (given) => { given.raw = text; };
const kHttp = [
  answer("no Date", kActor, (given) => { given.noDate = true; }, "http.date"),
  head("a page without type", kActor, "content-type", undefined, "http.type", "streams.type", "object.linked-data", "object.activity-json", "http.several"),
  head("no ETag", kActor, "etag", undefined, "http.etag"),
  head("an ETag without quotes", kActor, "etag", "abc", "http.etag-form", "http.not-modified"),
  answer("an ETag that changes", kActor, (given, _, server) => { if (given.headers.etag) given.headers.etag = `"${server.serial += 1}"`; }, "http.etag-steady", "http.not-modified", "http.head-same"),
  answer("everything again", kActor, (given, _, server) => { if (given.status === 304) Object.assign(given, { status: 200, text: JSON.stringify(server.actor), headers: { ...given.headers, "content-type": kStreamsType } }); }, "http.not-modified"),
  answer("nothing ever changes", kActor, (given, { headers }) => { if (headers["if-none-match"]) given.status = 304; }, "http.modified"),
  answer("a 304 with a body", kActor, (given, { headers }) => { if (headers["if-none-match"] && given.status === 304) raw(`HTTP/1.1 304 -\r\nETag: ${given.headers.etag}\r\nVary: Accept, Signature\r\nCache-Control: private, no-cache\r\n\r\n{}`)(given); }, "http.304-empty", "http.304-headers", "http.not-modified"),
  answer("a 304 without Vary", kActor, (given) => { if (given.status === 304) delete given.headers.vary; }, "http.304-headers"),
  answer("HEAD with a body", kActor, (given, { method }) => { if (method === "HEAD") raw(`HTTP/1.1 200 -\r\nContent-Type: ${kStreamsType}\r\nETag: ${given.headers.etag}\r\nVary: Accept, Signature\r\nCache-Control: private, no-cache\r\n\r\n{}`)(given); }, "http.head-empty", "http.head-same"),
  answer("HEAD is answered otherwise", kActor, (given, { method }) => { if (method === "HEAD") given.headers["content-type"] = "text/plain"; }, "http.head-same"),
  answer("anybody deletes an actor", kActor, (given, { method }) => { if (method === "DELETE") given.status = 200; }, "http.wrong-method"),
  answer("a 405 without Allow", kActor, (given) => { if (given.status === 405) delete given.headers.allow; }, "http.allow"),
  answer("an unknown method is a fault", kActor, (given) => { if (given.status === 501) given.status = 500; }, "http.unknown-method"),
  answer("an unknown type is a fault", kActor, (given, { headers }) => { if (/nothing/.test(headers.accept)) given.status = 500; }, "http.not-acceptable"),
  answer("Accept is needed", kActor, (given, { headers }) => { if (!headers.accept) given.status = 406; }, "http.any"),
  is("without weights", "http.weights", "http.weight-zero"),
  answer("a list is too much", kActor, (given, { headers }) => { if (/,text.plain/.test(headers.accept)) given.status = 406; }, "http.several"),
  head("no Vary", kActor, "vary", "Signature", "http.vary"),
  answer("posts for every cache", kNote, (given) => { Object.assign(given.headers, { vary: "Accept", "cache-control": "max-age=600" }); }, "http.private"),
  answer("a 401 without a challenge", "inbox$", (given) => { delete given.headers["www-authenticate"]; }, "http.challenge"),
  is("any type", "http.wrong-type"),
  answer("a query is a fault", kActor, (given, { url }) => { if (/unasked/.test(url.search)) given.status = 500; }, "http.query"),
  status("nothing is missing", "^/there", 200, "http.not-found"),
  is("without host", "http.no-host"),
  is("of two lengths", "http.two-lengths"),
];

export const kReading = [...kWebfinger, ...kHost, ...kNodeInfoFound, ...kNodeInfo, ...kStreams, ...kObjects, ...kHttp];
