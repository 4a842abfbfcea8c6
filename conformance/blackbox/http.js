// One HTTP request, exactly as it is given: no redirect is followed, no header added but what HTTP/1.1
// itself needs, and the bytes that came back are kept.

import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { isIP } from "node:net";

export class Answer {
  constructor(url, message, bytes) {
    Object.assign(this, { url, status: message.statusCode, headers: message.headers, bytes });
  }
  get text() { return this.bytes.toString("utf8"); }
  // undefined where the body is not JSON.
  get json() {
    try { return JSON.parse(this.text); } catch { return undefined; }
  }
  get ok() { return this.status >= 200 && this.status < 300; }
  get refused() { return this.status >= 400 && this.status < 500; }
}

export function send(method, url, { headers = {}, body, timeout = 15000, localAddress } = {}) {
  const target = new URL(url);
  const start = target.protocol === "https:" ? secure : plain;
  // Else the library takes it from a Host header, which may be another on purpose.
  const servername = isIP(target.hostname) ? undefined : target.hostname;
  return new Promise((resolve, reject) => {
    const outgoing = start(target, { method, headers, agent: false, timeout, localAddress, servername }, (message) => {
      const chunks = [];
      message.on("data", (chunk) => chunks.push(chunk));
      message.on("error", reject);
      message.once("end", () => resolve(new Answer(url, message, Buffer.concat(chunks))));
    });
    outgoing.once("timeout", () => outgoing.destroy(new Error(`${method} ${url}: no answer in ${timeout} ms`)));
    outgoing.on("error", reject);  // there may be more than one
    outgoing.end(body);
  });
}

// GET that follows up to five redirects.
export async function read(url, headers = {}) {
  let at = url;
  for (let hops = 0; hops <= 5; hops += 1) {
    const answer = await send("GET", at, { headers });
    if (answer.status < 300 || answer.status >= 400 || !answer.headers.location) return answer;
    at = new URL(answer.headers.location, at).href;
  }
  throw new Error(`${url}: more than five redirects`);
}
