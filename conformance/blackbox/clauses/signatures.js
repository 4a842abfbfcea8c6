// HTTP signatures, both kinds in use. Every row is a request that is right but for one thing.

import { createPublicKey } from "node:crypto";
import { clauses, hold, idOf, kActivityJson, kPublic, list, MAY, MUST, SHOULD, shown, skip } from "../clause.js";
import { read } from "../http.js";
import { keysOf } from "../peer.js";
import { contentDigest, digestOf, keyOfMultibase, legacyDigest, parseCavage, parseMessage, verifyCavage, verifyMessage } from "../sign.js";

const kDay = 24 * 3600;
const seconds = (ahead) => Math.floor(Date.now() / 1000) + ahead;
const httpDate = (ahead) => new Date(Date.now() + ahead * 1000).toUTCString();
const set = (name, value) => (request) => { request.headers[name] = typeof value === "function" ? value(request) : value; };
const remove = (name) => (request) => { delete request.headers[name]; };
const otherBody = (request) => { request.body = request.body.replace("A note", "A note that"); };
// Signed for another address than it is sent to.
const elsewhere = () => {
  let url;
  return {
    before: (request) => { url = request.url; request.url = new URL("/somewhere-else", url).href; },
    after: (request) => { request.url = url; },
  };
};
// Changes one character of the signature, of either kind.
const kSpoiled = (request) => {
  request.headers.signature = request.headers.signature.replace(/(signature="...|=:...)(.)/, (_, before, char) => before + (char === "A" ? "B" : "A"));
};

// Rows of requests that must be taken or refused: [section, level, id, says, how].
function requests(spec, scheme, wanted, rows) {
  const check = (how) => async (s) => {
    if (!wanted) await s.needs({ scheme });
    const made = { scheme, ...(typeof how === "function" ? how(s) : how) };
    const answer = await s.tell(made);
    if (wanted) return hold(answer.ok, `it answered ${answer.status}`);
    hold(answer.refused, `it answered ${answer.status}`);
  };
  return clauses(spec, rows.map(([section, level, id, says, how]) => [section, level, id, says, check(how)]));
}

const kCavage = "HTTP signatures (draft-cavage-12)";
const kCovered = ["(request-target)", "host", "date", "digest"];
const cavageGood = [
  ["2.3", SHOULD, "cavage.rsa", "A request signed with rsa-sha256 is taken.", {}],
  ["2.1.3", SHOULD, "cavage.hs2019", "hs2019 leaves the algorithm to the key: taken.", { algorithm: "hs2019" }],
  ["2.1.6", SHOULD, "cavage.more", "More headers than needed may be covered.", { covered: [...kCovered, "content-type"] }],
  ["2.1.4", MAY, "cavage.created", "(created) may stand for the date.", () =>
    ({ algorithm: "hs2019", covered: ["(request-target)", "host", "(created)", "digest"], created: seconds(0) })],
];
const cavageBad = [
  ["2.5", MUST, "cavage.body", "Another body than the digest is of is refused.", { after: otherBody }],
  ["2.5", MUST, "cavage.digest", "A digest changed after signing is refused.", { after: (r) => { otherBody(r); set("digest", legacyDigest(r.body))(r); } }],
  ["2.5", MUST, "cavage.spoiled", "A signature of which one character was changed is refused.", { after: kSpoiled }],
  ["2.5", MUST, "cavage.path", "A signature for another address is refused.", elsewhere],
  ["2.5", MUST, "cavage.date-changed", "A date changed after signing is refused.", { after: set("date", () => httpDate(-60)) }],
  ["2.5", MUST, "cavage.missing-header", "A covered header that is not there is refused.", { after: remove("date") }],
  ["2.1.1", MUST, "cavage.no-key", "A key that cannot be found is refused.", (s) => ({ keyId: `${s.peer.origin}/people/nobody#main-key` })],
  ["2.1.1", MUST, "cavage.other-key", "A signature made with another key than the named one is refused.", (s) => ({ signer: s.peer.two, keyId: s.peer.one.rsaId })],
  ["2.1.2", MUST, "cavage.no-signature", "A Signature header without a signature is refused.", { after: set("signature", (r) => r.headers.signature.replace(/,signature=.*/, "")) }],
  ["2.1", MUST, "cavage.garbage", "A Signature header that is none is refused.", { after: set("signature", "yes, really") }],
  ["2.1.5", MUST, "cavage.expired", "A signature whose expires has passed is refused.", () =>
    ({ algorithm: "hs2019", covered: [...kCovered, "(created)", "(expires)"], created: seconds(-120), expires: seconds(-60) })],
  ["2.1.4", MUST, "cavage.created-ahead", "A signature made in the future is refused.", () =>
    ({ algorithm: "hs2019", covered: [...kCovered, "(created)"], created: seconds(2 * kDay) })],
];
const kUse = "HTTP signatures: use in the fediverse (SWICG)";
const cavageUse = [
  ["unsigned", MUST, "use.unsigned", "What nobody signed is refused.", { scheme: "none" }],
  ["coverage", MUST, "use.target", "A signature that covers no (request-target) is refused.", { covered: ["host", "date", "digest"] }],
  ["coverage", MUST, "use.host", "One that covers no host is refused.", { covered: ["(request-target)", "date", "digest"] }],
  ["coverage", MUST, "use.date", "One that covers neither date nor (created) is refused.", { covered: ["(request-target)", "host", "digest"] }],
  ["coverage", MUST, "use.digest", "One that covers no digest is refused.", { covered: ["(request-target)", "host", "date"] }],
  ["coverage", MUST, "use.digest-added", "A right digest that is not covered does not help.", { covered: ["(request-target)", "host", "date"], after: (r) => { otherBody(r); set("digest", legacyDigest(r.body))(r); } }],
  ["digest", MUST, "use.no-digest", "A body without a digest is refused.", { before: remove("digest"), covered: ["(request-target)", "host", "date"] }],
  ["digest", MUST, "use.wrong-digest", "A signed digest of another body is refused.", { before: set("digest", legacyDigest("{}")) }],
  ["digest", MUST, "use.not-digest", "A signed digest that is no base64 is refused.", { before: set("digest", "SHA-256=????") }],
  ["digest", MUST, "use.weak-digest", "A digest by an algorithm that is broken is refused.", { before: set("digest", (r) => `MD5=${digestOf(r.body, "md5")}`) }],
  ["date", MUST, "use.old", "A date of three days ago is refused.", { before: set("date", () => httpDate(-3 * kDay)) }],
  ["date", MUST, "use.future", "A date two days ahead is refused.", { before: set("date", () => httpDate(2 * kDay)) }],
  ["date", MUST, "use.not-date", "A date that is none is refused.", { before: set("date", "the day before yesterday") }],
  ["host", MUST, "use.other-host", "A request signed for another host is refused.", { before: set("host", "another.example") }],
  ["actor", MUST, "use.other-actor", "An activity of somebody else than who signed it is refused.", (s) => {
    const { two } = s.peer;
    return { keyId: two.rsaId, key: "rsa", signer: two };
  }],
];

// The owner of a key must list it: the key document claims an owner whose own document has another key.
const kOwner = clauses(kUse, [
  ["key", MUST, "use.key-owner", "A key whose owner does not list it is refused.", async (s) => {
    await s.needs({ scheme: "cavage" });
    const path = "/keys/claimed";
    const keyId = s.peer.origin + path;
    const { two, one } = s.peer;
    s.peer.documents[path] = {
      "@context": "https://w3id.org/security/v1", id: keyId, type: "Key", owner: one.id, publicKeyPem: two.keys.rsa.pem,
    };
    const answer = await s.tell({ scheme: "cavage", keyId, signer: two });
    hold(answer.refused, `it answered ${answer.status}`);
  }],
  ["key", SHOULD, "use.no-lock-out", "Who forges a signature of somebody does not lock that person out.", async (s) => {
    const scheme = await s.scheme();
    const person = s.peer.person("newcomer");
    const forged = await s.act(person, "Like", (await s.actor()).id, {}, { after: kSpoiled });
    hold(forged.answer.refused, `the forged one was answered ${forged.answer.status}`);
    const { answer } = await s.act(person, "Like", (await s.actor()).id);
    hold(answer.ok, `a right one just afterwards was answered ${answer.status}`);
  }],
  ["any", MUST, "use.some-scheme", "One kind of signature at least is taken.", async (s) => {
    for (const scheme of ["cavage", "rfc9421"]) if (await s.takes({ scheme })) return;
    const asked = s.peer.fetched.length > 0;
    hold(false, asked ? "none is" : `none is, and nobody fetched the key from ${s.peer.origin}`);
  }],
]);

// Somebody whom the server has met gets new keys; `ids` where they have other ids than before.
async function rekeyed(s, name, ids) {
  const before = s.peer.person(name);
  const first = await s.act(before, "Like", (await s.actor()).id);
  if (!first.answer.ok) skip(`a Like with the first key was answered ${first.answer.status}`);
  return { before, now: s.peer.person(name, { keys: keysOf(name, { later: true }), ids }) };
}
// The same, told by an Update that is signed with the old key. Whether the new one is taken then.
async function updated(s, name) {
  const { before, now } = await rekeyed(s, name);
  await s.act(before, "Update", s.peer.documents[new URL(before.id).pathname], { to: [kPublic] });
  const actor = await s.actor();
  const taken = await s.until(async () => (await s.act(now, "Like", actor.id)).answer.ok);
  return { before, taken };
}
const kRotation = clauses(kUse, [
  ["key", SHOULD, "use.key-updated", "A new key of which its owner's Update tells is taken.", async (s) => {
    hold((await updated(s, "renewed")).taken, "what it signs is refused");
  }],
  ["key", MUST, "use.old-key", "The key that it replaced is good for nothing any more.", async (s) => {
    const { before, taken } = await updated(s, "replaced");
    if (!taken) skip("the new key is not taken");
    const { answer } = await s.act(before, "Like", (await s.actor()).id);
    hold(answer.refused, `what it signs was answered ${answer.status}`);
  }],
  ["key", SHOULD, "use.new-key-id", "A key under a new id, which its owner lists instead of the old, is fetched and taken.", async (s) => {
    const { now } = await rekeyed(s, "renamed", ["key-2", "ed25519-key-2"]);
    const { answer } = await s.act(now, "Like", (await s.actor()).id);
    hold(answer.ok, `what it signs was answered ${answer.status}`);
  }],
]);

const kMessage = "HTTP message signatures (RFC 9421)";
const kFields = ["@method", "@target-uri", "content-digest"];
const messageGood = [
  ["3.3.2", SHOULD, "rfc9421.rsa", "A request signed with rsa-v1_5-sha256 is taken.", {}],
  ["3.3.6", SHOULD, "rfc9421.ed25519", "A request signed with ed25519 is taken.", { key: "ed25519" }],
  ["2", SHOULD, "rfc9421.more", "More components than needed may be covered.", { covered: [...kFields, "@authority", "@path", "date", "content-type"] }],
  ["2.3", SHOULD, "rfc9421.expires", "A signature that expires later is taken.", () => ({ expires: seconds(300) })],
  ["4.1", MUST, "rfc9421.label", "The label of a signature means nothing.", { label: "anything-else" }],
];
const messageBad = [
  ["3.2", MUST, "rfc9421.body", "Another body than the digest is of is refused.", { after: otherBody }],
  ["3.2", MUST, "rfc9421.digest", "A digest changed after signing is refused.", { after: (r) => { otherBody(r); set("content-digest", contentDigest(r.body))(r); } }],
  ["3.2", MUST, "rfc9421.spoiled", "A signature of which one character was changed is refused.", { after: kSpoiled }],
  ["3.2", MUST, "rfc9421.path", "A signature for another address is refused.", elsewhere],
  ["3.2", MUST, "rfc9421.parameters", "Parameters changed after signing are refused.", { after: set("signature-input", (r) => r.headers["signature-input"].replace(/created=(\d+)/, (_, at) => `created=${Number(at) - 1}`)) }],
  ["3.2", MUST, "rfc9421.dropped", "A component dropped from the list after signing is refused.", { after: set("signature-input", (r) => r.headers["signature-input"].replace(' "content-digest"', "")) }],
  ["3.2", MUST, "rfc9421.missing-field", "A covered field that is not there is refused.", { covered: [...kFields, "date"], after: remove("date") }],
  ["3.2", MUST, "rfc9421.no-input", "A Signature without its Signature-Input is refused.", { after: remove("signature-input") }],
  ["3.2", MUST, "rfc9421.no-signature", "A Signature-Input without its Signature is refused.", { after: remove("signature") }],
  ["4.1", MUST, "rfc9421.labels", "A Signature under another label than its Signature-Input is refused.", { after: set("signature", (r) => r.headers.signature.replace("sig1=", "sig2=")) }],
  ["4.1", MUST, "rfc9421.garbage", "A Signature-Input that is no structured field is refused.", { after: set("signature-input", "sig1=((") }],
  ["2.3", MUST, "rfc9421.expired", "A signature that has expired is refused.", () => ({ created: seconds(-120), expires: seconds(-60) })],
  ["3.2", MUST, "rfc9421.old", "A signature made three days ago is refused.", () => ({ created: seconds(-3 * kDay) })],
  ["3.2", MUST, "rfc9421.future", "A signature made two days ahead is refused.", () => ({ created: seconds(2 * kDay) })],
  ["3.2", MUST, "rfc9421.algorithm", "An algorithm that does not go with the key is refused.", { algorithm: "ed25519" }],
  ["3.2", MUST, "rfc9421.unknown-algorithm", "An algorithm that nobody knows is refused.", { algorithm: "rot13-sha256" }],
  ["3.2", MUST, "rfc9421.no-key", "A key that cannot be found is refused.", (s) => ({ keyId: `${s.peer.origin}/people/nobody#main-key` })],
  ["1.4", MUST, "rfc9421.no-method", "A signature that covers no @method is refused.", { covered: ["@target-uri", "content-digest"] }],
  ["1.4", MUST, "rfc9421.no-target", "One that covers neither @target-uri nor what makes it up is refused.", { covered: ["@method", "content-digest"] }],
  ["1.4", MUST, "rfc9421.no-digest", "One that covers no content-digest is refused.", { covered: ["@method", "@target-uri"] }],
  ["1.4", MUST, "rfc9421.no-created", "One that does not say when it was made is refused.", { created: undefined }],
];
const kDigest = "Digest fields (RFC 9530)";
const digestGood = [
  ["5", SHOULD, "digest.sha-512", "A Content-Digest by sha-512 is taken.", { before: set("content-digest", (r) => contentDigest(r.body, "sha-512")) }],
  ["2", SHOULD, "digest.several", "Of several digests those that are known count.", { before: set("content-digest", (r) => `${contentDigest(r.body)}, unknown-9=:AAAA:`) }],
];
const digestBad = [
  ["2", MUST, "digest.wrong", "A signed Content-Digest of another body is refused.", { before: set("content-digest", contentDigest("{}")) }],
  ["2", MUST, "digest.malformed", "A Content-Digest that is no dictionary of bytes is refused.", { before: set("content-digest", "sha-256=nothing") }],
  ["5", MUST, "digest.insecure", "A Content-Digest by md5 alone is refused.", { before: set("content-digest", (r) => contentDigest(r.body, "md5")) }],
];

// How the server signs what it sends itself: the Accept that it sent to the runner.
async function signature(s) {
  const request = await s.delivery();
  const message = request.headers["signature-input"] !== undefined;
  const parsed = message ? parseMessage(request.headers) : parseCavage(request.headers.signature);
  return { request, message, parsed: parsed ?? skip("what it sent is not signed") };
}
async function keyOf(s, keyId) {
  const { json } = await read(keyId, { accept: kActivityJson });
  const candidates = [json, ...list(json?.publicKey), ...list(json?.assertionMethod)];
  const said = candidates.find((one) => one?.id === keyId && (one.publicKeyPem || one.publicKeyMultibase));
  const key = said?.publicKeyPem ? createPublicKey(said.publicKeyPem) : keyOfMultibase(said?.publicKeyMultibase);
  return key && { key, owner: idOf(said.owner ?? said.controller) };
}
const covers = (parsed, ...names) => names.some((name) => parsed.covered.includes(name));

const kOutbound = clauses("HTTP signatures: what it sends", [
  ["signed", MUST, "signed.at-all", "What it posts is signed.", async (s) => {
    const { headers } = await s.delivery();
    hold((headers["signature-input"] ? parseMessage(headers) : parseCavage(headers.signature)) !== undefined, `Signature is ${shown(headers.signature)}`);
  }],
  ["signed", MUST, "signed.holds", "The signature holds with the key at its keyId.", async (s) => {
    const { request, message, parsed } = await signature(s);
    const key = await keyOf(s, parsed.keyId);
    hold(key, `there is no key at ${shown(parsed.keyId)}`);
    hold(message ? verifyMessage(request, parsed, key.key) : verifyCavage(request, parsed, key.key), "it does not");
  }],
  ["signed", MUST, "signed.owner", "The key belongs to the actor of the activity.", async (s) => {
    const { request, parsed } = await signature(s);
    const key = await keyOf(s, parsed.keyId) ?? skip("there is no such key");
    hold(key.owner === idOf(request.json.actor), `it belongs to ${shown(key.owner)}`);
  }],
  ["coverage", MUST, "signed.covers", "The signature covers method and target, the digest, and when it was made.", async (s) => {
    const { parsed } = await signature(s);
    hold(covers(parsed, "(request-target)", "@target-uri", "@path", "@request-target"), `it covers ${shown(parsed.covered)}`);
    hold(covers(parsed, "(request-target)", "@method"), `it covers ${shown(parsed.covered)}`);
    hold(covers(parsed, "digest", "content-digest"), `it covers ${shown(parsed.covered)}`);
    hold(covers(parsed, "date", "(created)") || parsed.created !== undefined, `it covers ${shown(parsed.covered)}`);
  }],
  ["digest", MUST, "signed.digest", "The digest is that of the body.", async (s) => {
    const { headers, body } = await s.delivery();
    const said = headers["content-digest"] ?? headers.digest ?? skip("there is none");
    hold(said.includes(digestOf(body)) || said.includes(digestOf(body, "sha512")), `it is ${shown(said)}`);
  }],
  ["date", MUST, "signed.now", "It was signed now.", async (s) => {
    const { request, parsed } = await signature(s);
    const made = parsed.created ?? Date.parse(request.headers.date) / 1000;
    hold(Math.abs(made - Date.now() / 1000) < 600, `it says ${shown(request.headers.date ?? made)}`);
  }],
]);

const cavage = (spec, wanted, rows) => requests(spec, "cavage", wanted, rows);
const message = (spec, wanted, rows) => requests(spec, "rfc9421", wanted, rows);

// Good ones first: a server that has seen many bad ones may lose patience.
export default [
  ...cavage(kCavage, true, cavageGood), ...message(kMessage, true, messageGood), ...message(kDigest, true, digestGood),
  ...cavage(kCavage, false, cavageBad), ...cavage(kUse, false, cavageUse), ...kOwner, ...kRotation,
  ...message(kMessage, false, messageBad), ...message(kDigest, false, digestBad), ...kOutbound,
];
