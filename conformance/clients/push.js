// A push service, and the program behind it: what the node sends while nobody looks, opened with
// another implementation of RFC 8188 and 8291 than the node's.

import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import sealed from "http_ece";
import { until } from "../support/processes.js";
import { step } from "../support/steps.js";

function demand(holds, what) { if (!holds) throw new Error(what); }

class PushService {
  constructor(host) {
    this.taken = [];
    this.status = 201;
    this.server = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      this.taken.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(this.status).end();
    });
    this.started = new Promise((resolve) => this.server.listen(0, host, resolve));
    this.host = host;
  }
  get origin() { return `http://${this.host}:${this.server.address().port}`; }
  stop() { this.server.closeAllConnections(); this.server.close(); }
}

// The claims of a token of RFC 8292, after its signature was looked at.
function claims(header, key) {
  const [, token, point] = /^vapid t=([^,]+), ?k=(.+)$/.exec(header) ?? [];
  demand(point === key, `signed by ${point}, but the instance names ${key}`);
  const raw = Buffer.from(point, "base64url");
  const jwk = { kty: "EC", crv: "P-256", x: raw.subarray(1, 33).toString("base64url"), y: raw.subarray(33).toString("base64url") };
  const [head, body, signature] = token.split(".");
  const good = verify("sha256", Buffer.from(`${head}.${body}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"));
  demand(good, "the token's signature is not good");
  return JSON.parse(Buffer.from(body, "base64url"));
}

// `tell`: has somebody mention the node's person.
export async function push(node, tell) {
  const service = new PushService(new URL(node.origin).hostname);
  await service.started;
  const phone = createECDH("prime256v1");
  phone.generateKeys();
  const auth = randomBytes(16);
  try {
    await step("a program subscribes to web push", async () => {
      const made = await node.api("POST", "/api/v1/push/subscription", {
        subscription: {
          endpoint: `${service.origin}/send/1`,
          keys: { p256dh: phone.getPublicKey("base64url"), auth: auth.toString("base64url") },
        },
        data: { alerts: { mention: true } },
      });
      demand(made.alerts.mention && !made.alerts.follow, "its wishes were not kept");
    });
    await step("a mention reaches it, sealed for it and signed by the node", async () => {
      await tell("Wake up");
      await until("the push", () => service.taken.length === 1);
      const [{ path, headers, body }] = service.taken;
      demand(path === "/send/1" && headers["content-encoding"] === "aes128gcm" && Number(headers.ttl) > 0, "its head is wrong");
      const note = JSON.parse(sealed.decrypt(body, { version: "aes128gcm", privateKey: phone, authSecret: auth.toString("base64url") }));
      demand(note.notification_type === "mention" && note.body.includes("Wake up"), `it says ${JSON.stringify(note)}`);
      const { configuration } = await node.api("GET", "/api/v2/instance");
      const { aud, exp, sub } = claims(headers.authorization, configuration.vapid.public_key);
      demand(aud === service.origin && sub.startsWith(node.origin), `it is for ${aud}, from ${sub}`);
      demand(exp > Date.now() / 1000 && exp <= Date.now() / 1000 + 86400, `it is good until ${exp}`);
    });
    await step("a subscription whose service says 410 is over", async () => {
      service.status = 410;
      await tell("Once more");
      await until("the end of it", async () => {
        try { await node.api("GET", "/api/v1/push/subscription"); } catch (error) { return error.message.includes("answered 404"); }
        return false;
      });
    });
  } finally {
    service.stop();
  }
}
