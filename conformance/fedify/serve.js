// Serves one peer: the ActivityPub side on one loopback address, the control side for the driver on
// 127.0.0.1. Writes one line of JSON when both listen, ends on SIGTERM.
//   node serve.js --host 127.0.0.4 --port 8400 --control 8401 --state FILE --knock rfc9421

import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { detachSignature, verifyObject, verifyRequest } from "@fedify/fedify";
import { Activity } from "@fedify/vocab";
import { getDocumentLoader } from "@fedify/vocab-runtime";
import { Peer, State } from "./peer.js";

const kMaxBody = 1024 * 1024;
const { values: options } = parseArgs({
  options: Object.fromEntries(
    ["host", "port", "control", "state", "knock"].map((name) => [name, { type: "string" }])),
});
const origin = `http://${options.host}:${options.port}`;
const peer = new Peer({ origin, knock: options.knock, state: new State(options.state) });
const arrivals = []; // each POST to an inbox: how it was signed, whether that holds, what we said

async function readBody(incoming) {
  const chunks = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > kMaxBody) throw new Error("the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function toRequest(incoming) {
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
  }
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(new URL(incoming.url, origin), {
    method: incoming.method, headers, body: hasBody ? await readBody(incoming) : undefined,
  });
}

// Fedify is content with a good proof and then does not look at the HTTP signature; here both are
// judged, each for itself.
async function judge(request) {
  const loaders = {
    documentLoader: getDocumentLoader({ allowPrivateAddress: true }),
    contextLoader: getDocumentLoader({ allowPrivateAddress: true }),
  };
  const body = await request.clone().json().catch(() => null);
  const scheme = request.headers.has("signature-input") ? "rfc9421"
    : request.headers.has("signature") ? "draft-cavage-http-signatures-12" : "none";
  const key = await verifyRequest(request.clone(), loaders).catch(() => null);
  const proven = body?.proof != null &&
    await verifyObject(Activity, detachSignature(body), loaders).catch(() => null) != null;
  return { body, scheme, signed: key != null, proven, algorithm: key?.publicKey.algorithm.name };
}

async function answer(incoming, outgoing) {
  const photo = peer.photoAt(incoming.url);
  if (photo) {
    outgoing.writeHead(200, { "content-type": "image/png" });
    outgoing.end(photo);
    return;
  }
  const request = await toRequest(incoming);
  const isInbox = request.method === "POST" && request.url.endsWith("/inbox");
  const judged = isInbox ? await judge(request) : null;
  const response = await peer.federation.fetch(request, { contextData: undefined });
  if (judged) arrivals.push({ ...judged, status: response.status });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

const kCommands = {
  follow: (a) => peer.follow(a),
  unfollow: (a) => peer.unfollow(a),
  post: (a) => peer.post(a),
  edit: (a) => peer.edit(a),
  delete: (a) => peer.delete(a),
  like: (a) => peer.like(a),
  boost: (a) => peer.boost(a),
  undo: (a) => peer.undo(a),
  followers: () => peer.listFollowers(),
  spec: (a) => peer.spec(a),
  arrivals: () => arrivals.map((a) => ({ ...a, taken: peer.taken.has(a.body?.id) })),
};

async function control(incoming, outgoing) {
  const text = (await readBody(incoming)).toString();
  const command = kCommands[new URL(incoming.url, origin).pathname.slice(1)];
  const result = command ? await command(text ? JSON.parse(text) : {}) : { error: "unknown command" };
  outgoing.writeHead(command ? 200 : 404, { "content-type": "application/json" });
  outgoing.end(JSON.stringify(result));
}

function listen(handler, host, port) {
  const server = createServer((incoming, outgoing) => handler(incoming, outgoing).catch((error) => {
    console.error(`${incoming.method} ${incoming.url}:`, error);
    if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "application/json" });
    outgoing.end(JSON.stringify({ error: String(error) }));
  }));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(Number(port), host, () => resolve(server));
  });
}

await listen(answer, options.host, options.port);
await listen(control, "127.0.0.1", options.control);
peer.start();
process.on("SIGTERM", () => { peer.stop(); process.exit(0); });
console.log(JSON.stringify({ ready: true, origin }));
