// What a node is due from the proxy before it, and what must not come through.

import { connect } from "node:tls";
import { send } from "../../conformance/blackbox/http.js";
import { until } from "../../conformance/support/processes.js";
import { step } from "../../conformance/support/steps.js";
import { kHeadSeconds } from "./proxy.js";

const kMiB = 1024 * 1024;
const kSlow = 200;

function assert(holds, what) { if (!holds) throw new Error(what); }

async function pages(front, gate) {
  await step("pages come through, and plain http leads to https", async () => {
    const page = await send("GET", `${front.origin}/@hal`, { headers: { accept: "text/html" } });
    assert(page.status === 200 && page.text.includes("<!DOCTYPE html>"), `the page was answered ${page.status}`);
    assert(page.headers["content-security-policy"], "the page has lost its Content-Security-Policy");
    const plain = await send("GET", `http://${gate.site.name}:${gate.site.plainPort}/users/hal?x=%2F`);
    assert([301, 302, 308].includes(plain.status), `plain http was answered ${plain.status}`);
    const to = new URL(plain.headers.location);
    assert(to.protocol === "https:" && to.hostname === gate.site.name && to.pathname + to.search === "/users/hal?x=%2F",
      `it leads to ${to}`);
  });
  await step("a page is the same bytes, under the same ETag, with and without the proxy", async () => {
    const headers = { accept: "application/activity+json", "accept-encoding": "gzip, br", host: front.domain };
    const [through, straight] = await Promise.all([front.origin, `http://127.0.0.1:${front.port}`]
      .map((base) => send("GET", `${base}/users/hal`, { headers })));
    assert(through.bytes.equals(straight.bytes), "the bytes differ");
    for (const name of ["etag", "vary", "cache-control", "content-encoding", "content-type"]) {
      assert(through.headers[name] === straight.headers[name], `${name} is ${through.headers[name]}, was ${straight.headers[name]}`);
    }
  });
}

// Of a size, to the inbox, without a signature: the node itself says what is wrong with it.
async function sizes(front) {
  const post = (bytes) => send("POST", `${front.origin}/inbox`, {
    headers: { "content-type": "application/activity+json", "content-length": bytes }, body: Buffer.alloc(bytes, 32),
  });
  await step("a body as large as the node takes reaches it; what is larger the node refuses, saying why", async () => {
    const [most, more] = [await post(kMiB), await post(kMiB + 1)];
    assert(most.status === 401 && most.json?.error, `1 MiB was answered ${most.status} ${most.text.slice(0, 100)}`);
    assert(more.status === 413 && more.json?.error, `a byte more was answered ${more.status} ${more.text.slice(0, 100)}`);
  });
  await step("what is far larger is refused", async () => {
    const answer = await post(8 * kMiB).catch((error) => error.code === "EPIPE" || error.code === "ECONNRESET" ? { status: 413 } : Promise.reject(error));
    assert(answer.status === 413, `8 MiB were answered ${answer.status}`);
  });
  await step("a file as large as people may bring reaches it: the node itself says that it is no picture", async () => {
    const part = (bytes) => Buffer.concat([
      Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'),
      Buffer.alloc(bytes, 32), Buffer.from("\r\n--x--\r\n"),
    ]);
    for (const path of ["/api/v2/media", "/api/v1/media", "/users/hal/media"]) {
      const body = part(15 * kMiB);
      const answer = await send("POST", `${front.origin}${path}`, {
        headers: { authorization: `Bearer ${front.token}`, "content-type": "multipart/form-data; boundary=x", "content-length": body.length }, body,
      });
      assert([400, 422].includes(answer.status) && answer.json?.error, `${path} answered ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  });
  await step("a long header goes through; a head beyond the limit is refused, by whomever", async () => {
    const get = (bytes) => send("GET", `${front.origin}/users/hal`, { headers: { cookie: `x=${"y".repeat(bytes)}` } });
    const [long, longer] = [await get(28 * 1024), await get(80 * 1024)];
    assert(long.status === 200, `28 KiB were answered ${long.status}`);
    assert(longer.refused, `80 KiB were answered ${longer.status}`);
  });
}

async function addresses(front, log) {
  const tryPassword = (localAddress, headers = {}) => send("POST", `${front.origin}/sign-in`, {
    localAddress, body: "name=hal&password=wrong",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: front.origin, ...headers },
  });
  await step("who guesses passwords shuts out their own address, whatever they say it is", async () => {
    for (let times = 0; times < 5; times += 1) {
      const { status } = await tryPassword("127.0.0.21", { "x-forwarded-for": `192.0.2.${times}` });
      assert(status === 401, `guess ${times + 1} was answered ${status}`);
    }
    const [same, other] = [await tryPassword("127.0.0.21", { "x-forwarded-for": "192.0.2.9" }), await tryPassword("127.0.0.22")];
    assert(same.status === 429, `the sixth was answered ${same.status}`);
    assert(other.status === 401, `somebody else was answered ${other.status}`);
    assert(/event=sign_in.limited .*address=127\.0\.0\.21/.test(log()), "the log does not name the address");
  });
  await step("a host and a scheme that the client claims in X-Forwarded-* count for nothing", async () => {
    const answer = await send("GET", `${front.origin}/.well-known/host-meta`, {
      headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "http", forwarded: "host=evil.example" },
    });
    assert(answer.ok && answer.text.includes(front.origin) && !answer.text.includes("evil.example"), `it says ${answer.text.slice(0, 300)}`);
    // The Origin of a form is held against the host that the node believes it was called by.
    const { status } = await tryPassword("127.0.0.23", { origin: "https://evil.example", "x-forwarded-host": "evil.example" });
    assert(status === 403, `a form of another site was answered ${status}`);
  });
}

// Connections that begin a head and never end it. `closed` counts those that were given up.
function drips(front) {
  const { hostname, port } = new URL(front.origin);
  const state = { met: 0, closed: 0 }; // met: who has begun a head, or was not even let
  for (let i = 0; i < kSlow; i += 1) {
    const socket = connect({ host: hostname, port: Number(port), servername: hostname });
    let met = false;
    const meet = () => { state.met += met ? 0 : 1; met = true; };
    socket.once("secureConnect", () => {
      socket.write("GET /users/hal HTTP/1.1\r\nHost: x\r\n");
      meet();
    });
    socket.on("error", () => {}).on("data", () => {}).on("close", () => {
      meet();
      state.closed += 1;
    });
  }
  return state;
}

async function slow(front) {
  await step(`${kSlow} clients that never end their heads hold nobody up, and are given up`, async () => {
    const state = drips(front);
    await until("all of them to have begun", () => state.met === kSlow);
    const start = Date.now();
    for (let i = 0; i < 10; i += 1) assert((await send("GET", `${front.origin}/@hal`)).status === 200, "a page did not come");
    assert(Date.now() - start < 2000, `ten pages took ${Date.now() - start} ms`);
    await until("all of them to be closed", () => state.closed === kSlow, kHeadSeconds + 10);
  });
}

async function restarts(front, gate) {
  await step("while the node is down the proxy answers 502, and at once again when it is back", async () => {
    const status = async () => (await send("GET", `${front.origin}/@hal`)).status;
    assert(await status() === 200, "it did not answer before");
    assert(await front.stop() === 0, "the node did not end well");
    assert(await status() === 502, `${gate.name} answers ${await status()}`);
    // Asked of the node itself, so that the next question is the first that the proxy is asked.
    await front.process.start(async () => (await fetch(`http://127.0.0.1:${front.port}/readyz`)).ok);
    assert(await status() === 200, "the first request after it was back failed");
    assert((await send("POST", `${front.origin}/inbox`, { body: "{}" })).status === 415, "nor did a POST come through");
  });
  await step("doctor finds that the node's address leads to it", async () => {
    const found = (await front.run("doctor", front.data)).split("\n").find((line) => /^\S+ +address /.test(line));
    assert(found?.startsWith("good "), `it says ${found}`);
  });
}

// What comes over it until `wanted` does.
function listen(address, wanted) {
  const socket = new WebSocket(address);
  const opened = new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = () => reject(new Error("the WebSocket did not open")); });
  const heard = new Promise((resolve) => {
    socket.onmessage = ({ data }) => { if (data.includes(wanted)) resolve(JSON.parse(data)); };
  });
  return { opened, heard, end: () => socket.close() };
}

async function live(front) {
  await step("what happens comes over a WebSocket", async () => {
    const address = `${front.origin.replace("https", "wss")}/api/v1/streaming?stream=user&access_token=${front.token}`;
    const socket = listen(address, "As it happens");
    await socket.opened;
    await front.post("As it happens");
    assert((await socket.heard).event === "update", "it was told otherwise");
    socket.end();
  });
  await step("what happens comes as events, at once", async () => {
    const ended = new AbortController();
    const headers = { authorization: `Bearer ${front.token}` };
    const answer = await fetch(`${front.origin}/api/v1/streaming/user`, { headers, signal: ended.signal });
    assert(answer.headers.get("content-type").startsWith("text/event-stream"), "it is something else");
    await front.post("As it happens, too");
    let text = "";
    for await (const chunk of answer.body) {
      text += Buffer.from(chunk).toString();
      if (text.includes("As it happens, too")) break;
    }
    ended.abort();
    assert(/^event: update$/m.test(text) && /^id: \d+-\d+$/m.test(text), `it says ${text.slice(0, 200)}`);
  });
}

// front: the node; gate: the proxy before it; log(): what the node has logged.
export async function behind(front, gate, log) {
  await pages(front, gate);
  await sizes(front);
  await addresses(front, log);
  await slow(front);
  await live(front);
  await restarts(front, gate);
}
