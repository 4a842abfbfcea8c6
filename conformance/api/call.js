// Calls of an API's methods: where the values go (path, query, body), in which form a body travels,
// and who asks.

import { randomBytes } from "node:crypto";
import { send } from "../blackbox/http.js";
import { isObject, shown } from "../blackbox/clause.js";

export const kForms = ["json", "form", "multipart"];

// A file of a body; it travels as multipart.
export class Upload {
  constructor(bytes, type, name) { Object.assign(this, { bytes, type, name }); }
}

// { poll: { options: ["a"] } } as ["poll[options][]", "a"], the way that Rails reads it.
function* pairs(value, key) {
  if (Array.isArray(value)) {
    for (const one of value) yield* pairs(one, `${key}[]`);
  } else if (isObject(value) && !(value instanceof Upload)) {
    for (const [name, one] of Object.entries(value)) yield* pairs(one, key ? `${key}[${name}]` : name);
  } else if (value !== undefined && value !== null) {
    yield [key, value];
  }
}

function query(values) {
  const found = [...pairs(values ?? {}, "")].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return found.length > 0 ? `?${found.join("&")}` : "";
}

function multipart(values) {
  const boundary = `----${randomBytes(12).toString("hex")}`;
  const parts = [];
  for (const [key, value] of pairs(values, "")) {
    const file = value instanceof Upload;
    parts.push(`--${boundary}\r\ncontent-disposition: form-data; name="${key}"${file ? `; filename="${value.name}"` : ""}\r\n`);
    parts.push(file ? `content-type: ${value.type}\r\n\r\n` : "\r\n", file ? value.bytes : String(value), "\r\n");
  }
  parts.push(`--${boundary}--\r\n`);
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(parts.map((part) => Buffer.from(part))) };
}

function packed(body, form) {
  if (body === undefined) return {};
  if (form === "multipart") return multipart(body);
  if (form === "form") return { type: "application/x-www-form-urlencoded", bytes: query(body).slice(1) };
  return { type: "application/json", bytes: JSON.stringify(body) };
}

// "/api/v1/lists/:id" with what stands for :id; the names that are left over are an error of ours.
export function filled(pattern, path = {}) {
  return pattern.replace(/:(\w+)/g, (_, name) => {
    if (path[name] === undefined) throw new Error(`${pattern}: nothing is given for :${name}`);
    return encodeURIComponent(path[name]);
  });
}

// Too much was asked: until when to wait. Not for long, and not where that is not said.
async function patience(answer) {
  const reset = Date.parse(answer.headers["x-ratelimit-reset"] ?? "");
  const wait = Math.min(Math.max(reset - Date.now(), 0), 310_000) + 500;
  if (Number.isNaN(wait)) return false;
  await new Promise((resolve) => setTimeout(resolve, wait));
  return true;
}

export class Api {
  // `patient`: where too much was asked, it waits.
  constructor(base, { patient = true } = {}) { Object.assign(this, { base: base.replace(/\/+$/, ""), patient }); }

  // `at` is "GET /api/v1/..."; the address may be absolute: only its path and query are used, since a
  // server behind another name than that by which it is asked links to its own.
  async ask(at, { path, query: values, body, form = "json", token, headers = {} } = {}) {
    const [method, pattern] = at.split(" ");
    const { type, bytes } = packed(body, form);
    const address = /^https?:/.test(pattern) ? new URL(pattern) : new URL(filled(pattern, path) + query(values), this.base);
    const how = {
      headers: {
        origin: "https://client.example", accept: "application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(type ? { "content-type": type } : {}),
        ...(type || ["POST", "PUT", "PATCH"].includes(method) ? { "content-length": Buffer.byteLength(bytes ?? "") } : {}),
        ...headers,
      },
      body: bytes,
    };
    const answer = await send(method, this.base + address.pathname + address.search, how);
    if (answer.status === 429 && this.patient && await patience(answer)) return send(method, this.base + address.pathname + address.search, how);
    return answer;
  }

  // For what has to work for a question to be asked at all: throws where it does not.
  async need(at, how) {
    const answer = await this.ask(at, how);
    if (!answer.ok) throw new Unprepared(at, answer);
    return answer.json;
  }
}

// What a question needs could not be had.
export class Unprepared extends Error {
  constructor(at, answer) {
    super(`${at}, which it needs, answered ${answer.status}: ${shown(answer.text)}`);
    this.status = answer.status;
  }
}

