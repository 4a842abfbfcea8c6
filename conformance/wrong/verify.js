// Whether the wrong server takes a request: every reason not to, so that one at a time can be
// overlooked. Made on the runner's own signature code; that this code is right is seen against others.

import { createPublicKey } from "node:crypto";
import { idOf, list } from "../blackbox/clause.js";
import { read } from "../blackbox/http.js";
import { digestOf, keyOfMultibase, parseCavage, parseMessage, verifyCavage, verifyMessage } from "../blackbox/sign.js";

const kAlgorithms = ["ed25519", "rsa-v1_5-sha256", "rsa-sha256"];
const kDay = 24 * 3600, kHour = 3600;
const now = () => Date.now() / 1000;

// The key with this id, who owns it, whether that one does not list it, and all ids in the document.
async function fetchKey(keyId) {
  const { json } = await read(keyId, { accept: "application/activity+json" });
  const listed = (document) => [...list(document?.publicKey), ...list(document?.assertionMethod)].find((one) => one.id === keyId);
  let said = listed(json), unlisted = false;
  if (json?.publicKeyPem) {
    const owner = (await read(json.owner, { accept: "application/activity+json" })).json;
    unlisted = !listed(owner);
    said = listed(owner) ?? json;
  }
  if (!said) return undefined;
  const key = said.publicKeyPem ? createPublicKey(said.publicKeyPem) : keyOfMultibase(said.publicKeyMultibase);
  const ids = [...list(json.publicKey), ...list(json.assertionMethod)].map((one) => one.id);
  return { key, owner: idOf(said.owner ?? said.controller), unlisted, ids };
}

function* legacyDigestProblems({ headers, body }) {
  if (!headers.digest) return yield "no digest";
  const [, name, value] = /^([^=]+)=(.*)$/.exec(headers.digest) ?? [];
  if (name?.toUpperCase() !== "SHA-256") return yield "digest algorithm";
  if (!/^[A-Za-z0-9+/]{43}=$/.test(value)) return yield "digest form";
  if (value !== digestOf(body)) yield "digest mismatch";
}

function* contentDigestProblems({ headers, body }) {
  const said = headers["content-digest"] ?? "";
  const known = [...said.matchAll(/(sha-256|sha-512)=:([A-Za-z0-9+/=]+):/g)];
  if (known.length === 0) return yield /=:[^:]*:/.test(said) ? "digest algorithm" : "digest form";
  for (const [, name, value] of known) if (value !== digestOf(body, name.replace("-", ""))) yield "digest mismatch";
}

function* cavageProblems(request, parsed, host) {
  const { headers } = request;
  const covers = (...names) => names.some((name) => parsed.covered.includes(name));
  if (!covers("(request-target)")) yield "coverage target";
  if (!covers("host")) yield "coverage host";
  if (!covers("date", "(created)")) yield "coverage date";
  if (!covers("digest")) yield "coverage digest";
  yield* legacyDigestProblems(request);
  if (parsed.covered.some((name) => !name.startsWith("(") && headers[name] === undefined)) yield "missing header";
  if (headers.date !== undefined || covers("date")) {
    const date = Date.parse(headers.date) / 1000;
    if (Number.isNaN(date)) yield "date form";
    if (date < now() - kDay) yield "old";
    if (date > now() + kHour) yield "future";
  }
  if (parsed.created > now() + kHour) yield "created future";
  if (parsed.expires < now()) yield "expired";
  if (headers.host !== host) yield "host";
}

function* messageProblems(request, parsed) {
  const covers = (...names) => names.some((name) => parsed.covered.includes(name));
  if (!covers("@method")) yield "coverage method";
  if (!covers("@target-uri", "@path")) yield "coverage target";
  if (!covers("content-digest")) yield "coverage digest";
  if (parsed.created === undefined) yield "coverage date";
  yield* contentDigestProblems(request);
  if (parsed.covered.some((name) => !name.startsWith("@") && request.headers[name] === undefined)) yield "missing header";
  if (parsed.created < now() - kDay) yield "old";
  if (parsed.created > now() + kHour) yield "future";
  if (parsed.expires < now()) yield "expired";
}

// What a server may well not know; each can be taken from it.
function* unknown(request, parsed, message, key) {
  yield message ? "rfc9421" : "cavage";
  if (key.asymmetricKeyType === "ed25519") yield "ed25519";
  if (parsed.algorithm === "hs2019" && parsed.covered.length === 4 && parsed.covered.includes("date")) yield "hs2019";
  if (parsed.covered.includes("content-type")) yield message ? "more components" : "more headers";
  if (!message && parsed.covered.includes("(created)")) yield "(created)";
  if (message && parsed.expires) yield "expires";
  if (message && parsed.label !== "sig1") yield "labels";
  if (request.headers["content-digest"]?.startsWith("sha-512")) yield "sha-512";
  if (request.headers["content-digest"]?.includes(",")) yield "several digests";
}

const verifies = (request, parsed, message, key) =>
  message ? verifyMessage(request, parsed, key) : verifyCavage(request, parsed, key);

function* problems(request, parsed, message, found) {
  if (!found) return yield "no key";
  const { key, owner, unlisted } = found;
  if (unlisted) yield "key owner";
  const right = key.asymmetricKeyType === "ed25519" ? ["ed25519", "hs2019"] : ["rsa-v1_5-sha256", "rsa-sha256", "hs2019"];
  if (!right.includes(parsed.algorithm)) yield kAlgorithms.includes(parsed.algorithm) ? "algorithm" : "unknown algorithm";
  if (!verifies(request, parsed, message, key)) yield "signature";
  if (request.json?.actor !== undefined && owner !== idOf(request.json.actor)) yield "actor";
}

// Returns why the request is refused, or nothing. `overlook(reason)`: is that reason not seen?
// `lacks(ability)`: does the server not know that? `keys(keyId, found)`: the keys it goes by.
export async function problem(request, { host, overlook, lacks, keys }) {
  const { headers } = request;
  const message = headers["signature-input"] !== undefined;
  if (!headers.signature && !message) return overlook("unsigned") ? undefined : "unsigned";
  const parsed = message ? parseMessage(headers) : parseCavage(headers.signature);
  if (!parsed) return overlook("malformed") ? undefined : "malformed";
  for (const why of message ? messageProblems(request, parsed) : cavageProblems(request, parsed, host)) {
    if (!overlook(why)) return why;
  }
  const fetched = await fetchKey(parsed.keyId);
  const candidates = fetched ? keys(parsed.keyId, fetched) : [];
  const found = candidates.find(({ key }) => verifies(request, parsed, message, key)) ?? candidates.at(-1);
  for (const why of problems(request, parsed, message, found)) if (!overlook(why)) return why;
  return found && [...unknown(request, parsed, message, found.key)].find(lacks);
}
