// HTTP signatures made and checked: draft-cavage-http-signatures-12 and RFC 9421. A request here is
// { method, url, headers, body } with lower-case header names. Every part can be had wrong on purpose.

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";

export function makeKeys() {
  const encoding = { publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } };
  const pair = (type, options) => {
    const { publicKey, privateKey } = generateKeyPairSync(type, { ...options, ...encoding });
    return { pem: publicKey, public: createPublicKey(publicKey), private: createPrivateKey(privateKey) };
  };
  return { rsa: pair("rsa", { modulusLength: 2048 }), ed25519: pair("ed25519", {}) };
}

export const digestOf = (body, kind = "sha256") => createHash(kind).update(body ?? "").digest("base64");
export const legacyDigest = (body) => `SHA-256=${digestOf(body)}`; // RFC 3230
export const contentDigest = (body, name = "sha-256") => // RFC 9530
  `${name}=:${digestOf(body, name.replace("-", ""))}:`;

// node:crypto names no hash for Ed25519.
const hashFor = (key) => key.asymmetricKeyType === "ed25519" ? null : "sha256";

const pathOf = (url) => { const { pathname, search } = new URL(url); return pathname + search; };

// --- draft-cavage ----------------------------------------------------------------------------------

function cavageText(request, covered, { created, expires }) {
  return covered.map((name) => {
    switch (name) {
      case "(request-target)": return `${name}: ${request.method.toLowerCase()} ${pathOf(request.url)}`;
      case "(created)": return `${name}: ${created}`;
      case "(expires)": return `${name}: ${expires}`;
      default: return `${name}: ${request.headers[name] ?? ""}`;
    }
  }).join("\n");
}

// The value of the Signature header.
export function signCavage(request, { key, keyId, algorithm = "rsa-sha256", covered, created, expires }) {
  covered ??= ["(request-target)", "host", "date", ...(request.body === undefined ? [] : ["digest"])];
  const text = cavageText(request, covered, { created, expires });
  const signature = sign(hashFor(key), text, key).toString("base64");
  const numbers = (created === undefined ? "" : `created=${created},`) + (expires === undefined ? "" : `expires=${expires},`);
  return `keyId="${keyId}",algorithm="${algorithm}",${numbers}headers="${covered.join(" ")}",signature="${signature}"`;
}

export function parseCavage(header) {
  const found = {};
  for (const [, name, quoted, bare] of (header ?? "").matchAll(/([a-zA-Z]+)=(?:"([^"]*)"|(\d+))/g)) {
    found[name] = quoted ?? Number(bare);
  }
  if (!found.keyId || !found.signature) return undefined;
  return { ...found, covered: (found.headers ?? "date").toLowerCase().split(" ").filter(Boolean) };
}

export function verifyCavage(request, parsed, key) {
  const text = cavageText(request, parsed.covered, parsed);
  return verify(hashFor(key), Buffer.from(text), key, Buffer.from(parsed.signature, "base64"));
}

// --- RFC 9421 --------------------------------------------------------------------------------------

function component(request, name) {
  const url = new URL(request.url);
  switch (name) {
    case "@method": return request.method;
    case "@target-uri": return request.url;
    case "@authority": return url.host;
    case "@scheme": return url.protocol.replace(":", "");
    case "@path": return url.pathname;
    case "@query": return url.search || "?";
    case "@request-target": return url.pathname + url.search;
    default: return request.headers[name] ?? "";
  }
}

function messageText(request, covered, parameters) {
  return [...covered.map((name) => `"${name}": ${component(request, name)}`), `"@signature-params": ${parameters}`].join("\n");
}

// The two header fields.
export function signMessage(request, { key, keyId, algorithm, covered, created, expires, label = "sig1" }) {
  covered ??= ["@method", "@target-uri", ...(request.body === undefined ? [] : ["content-digest"])];
  algorithm ??= key.asymmetricKeyType === "ed25519" ? "ed25519" : "rsa-v1_5-sha256";
  const parameters = `(${covered.map((name) => `"${name}"`).join(" ")})` +
    (created === undefined ? "" : `;created=${created}`) + (expires === undefined ? "" : `;expires=${expires}`) +
    `;keyid="${keyId}";alg="${algorithm}"`;
  const signature = sign(hashFor(key), messageText(request, covered, parameters), key).toString("base64");
  return { "signature-input": `${label}=${parameters}`, signature: `${label}=:${signature}:` };
}

export function parseMessage(headers) {
  const input = /^\s*([a-z*][a-z0-9_.*-]*)=(\(([^)]*)\)(.*))$/.exec(headers["signature-input"] ?? "");
  if (!input) return undefined;
  const [, label, parameters, inner, rest] = input;
  const value = new RegExp(`(?:^|,)\\s*${label.replace(/[.*]/g, "\\$&")}=:([A-Za-z0-9+/=]+):`).exec(headers.signature ?? "");
  if (!value) return undefined;
  const named = (name) => new RegExp(`;${name}=(?:"([^"]*)"|(\\d+))`).exec(rest);
  const number = (name) => { const found = named(name)?.[2]; return found === undefined ? undefined : Number(found); };
  return {
    label, parameters, covered: [...inner.matchAll(/"([^"]+)"/g)].map((one) => one[1]), signature: value[1],
    keyId: named("keyid")?.[1], algorithm: named("alg")?.[1], created: number("created"), expires: number("expires"),
  };
}

export function verifyMessage(request, parsed, key) {
  const text = messageText(request, parsed.covered, parsed.parameters);
  return verify(hashFor(key), Buffer.from(text), key, Buffer.from(parsed.signature, "base64"));
}

// --- Multikey --------------------------------------------------------------------------------------

const kEd25519 = Buffer.from([0xed, 0x01]); // the multicodec
const kSpki = Buffer.from("302a300506032b6570032100", "hex"); // what stands before the 32 bytes in SPKI
const kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58(bytes) {
  let number = BigInt(`0x${bytes.toString("hex")}`), text = "";
  for (; number > 0n; number /= 58n) text = kAlphabet[Number(number % 58n)] + text;
  return text;
}

// An Ed25519 key in the form of publicKeyMultibase.
export function multibase(key) {
  const raw = key.export({ type: "spki", format: "der" }).subarray(-32);
  return `z${base58(Buffer.concat([kEd25519, raw]))}`;
}

// The key in a publicKeyMultibase; undefined where it is none of Ed25519.
export function keyOfMultibase(text) {
  if (!/^z[1-9A-HJ-NP-Za-km-z]+$/.test(text ?? "")) return undefined;
  let number = 0n;
  for (const char of text.slice(1)) number = number * 58n + BigInt(kAlphabet.indexOf(char));
  const bytes = Buffer.from(number.toString(16).padStart(68, "0"), "hex");
  if (bytes.length !== 34 || !bytes.subarray(0, 2).equals(kEd25519)) return undefined;
  return createPublicKey({ key: Buffer.concat([kSpki, bytes.subarray(2)]), format: "der", type: "spki" });
}
