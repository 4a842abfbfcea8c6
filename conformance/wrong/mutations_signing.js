// Mutations of how signatures are checked and made.

import { legacyDigest } from "../blackbox/sign.js";

const overlook = (why, ...red) => ({ name: `overlooks: ${why}`, red, overlook: [why] });
const lacks = (what, ...red) => ({ name: `does not know ${what}`, red, lacks: [what] });
const is = (name, ...red) => ({ name, red, is: [name] });
const how = (name, given, ...red) => ({ name, red, how: given });
const set = (field, value) => (request) => { request.headers[field] = value; };

// What only the mathematics of a signature shows.
const kForged = [
  "cavage.digest", "cavage.spoiled", "cavage.path", "cavage.date-changed", "cavage.other-key", "use.no-lock-out", "use.old-key",
  "rfc9421.digest", "rfc9421.spoiled", "rfc9421.path", "rfc9421.parameters",
];

const kCavage = ["cavage.rsa", "cavage.hs2019", "cavage.more", "cavage.created"];
const kMessage = ["rfc9421.rsa", "rfc9421.ed25519", "rfc9421.more", "rfc9421.expires", "rfc9421.label", "digest.sha-512", "digest.several"];

export const kSigning = [
  lacks("cavage", ...kCavage),
  lacks("rfc9421", ...kMessage),
  { name: "does not know signatures", lacks: ["cavage", "rfc9421"], red: [...kCavage, ...kMessage, "use.some-scheme"] },
  lacks("hs2019", "cavage.hs2019"),
  lacks("more headers", "cavage.more"),
  lacks("(created)", "cavage.created"),
  lacks("ed25519", "rfc9421.ed25519"),
  lacks("more components", "rfc9421.more"),
  lacks("expires", "rfc9421.expires"),
  lacks("labels", "rfc9421.label"),
  lacks("sha-512", "digest.sha-512"),
  lacks("several digests", "digest.several"),

  overlook("unsigned", "use.unsigned"),
  overlook("malformed", "cavage.no-signature", "cavage.garbage", "rfc9421.no-input", "rfc9421.no-signature", "rfc9421.labels", "rfc9421.garbage"),
  overlook("signature", ...kForged),
  overlook("digest mismatch", "cavage.body", "use.wrong-digest", "rfc9421.body", "digest.wrong"),
  overlook("no digest"),
  overlook("digest form", "use.not-digest", "digest.malformed"),
  overlook("digest algorithm", "use.weak-digest", "digest.insecure"),
  overlook("coverage target", "use.target", "rfc9421.no-target"),
  overlook("coverage host", "use.host"),
  overlook("coverage date", "use.date", "rfc9421.no-created"),
  overlook("coverage digest", "use.digest", "use.digest-added", "rfc9421.no-digest"),
  overlook("coverage method", "rfc9421.no-method"),
  { name: "overlooks: a digest that is not there", red: ["use.no-digest", "use.digest", "use.digest-added", "rfc9421.no-digest"], overlook: ["no digest", "coverage digest"] },
  { name: "overlooks: a date that is not there", red: ["cavage.missing-header", "use.not-date", "rfc9421.missing-field", ...kForged], overlook: ["missing header", "date form", "signature"] },
  { name: "overlooks: a component that was dropped", red: ["rfc9421.dropped", "use.digest", "use.digest-added", "rfc9421.no-digest", ...kForged], overlook: ["coverage digest", "signature"] },
  overlook("old", "use.old", "rfc9421.old"),
  overlook("future", "use.future", "rfc9421.future"),
  overlook("date form", "use.not-date"),
  overlook("created future", "cavage.created-ahead"),
  overlook("expired", "cavage.expired", "rfc9421.expired"),
  overlook("host", "use.other-host"),
  overlook("algorithm", "rfc9421.algorithm"),
  overlook("unknown algorithm", "rfc9421.unknown-algorithm"),
  overlook("no key", "cavage.no-key", "rfc9421.no-key"),
  overlook("key owner", "use.key-owner"),
  is("keeps the first key", "use.key-updated"),
  is("takes old keys", "use.old-key"),
  is("knows first key ids only", "use.new-key-id"),
  overlook("actor", "use.other-actor"),

  how("what it sends is not signed", { scheme: "none" }, "signed.at-all"),
  how("it signs wrongly", { after: set("date", new Date(Date.now() - 1000).toUTCString()) }, "signed.holds"),
  how("it covers no digest", { covered: ["(request-target)", "host", "date"] }, "signed.covers"),
  how("it covers no target", { covered: ["host", "date", "digest"] }, "signed.covers"),
  how("it sends the digest of something else", { before: set("digest", legacyDigest("{}")) }, "signed.digest"),
  how("its clock is wrong", { before: set("date", "Sun, 06 Nov 1994 08:49:37 GMT") }, "signed.now"),
  how("it sends plain JSON", { before: set("content-type", "application/json") }, "sent.type"),
];
