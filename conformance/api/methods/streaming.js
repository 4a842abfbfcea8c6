// What comes by itself: Server-Sent Events, and the same by WebSocket.

import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { hold, NotApplicable, shown } from "../../blackbox/clause.js";
import { kEntities } from "../entities.js";
import { group, row } from "../row.js";
import { misfits } from "../shape.js";

const kPatience = 10_000;

function inTime(what, promise, end) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new NotInTime(what)), kPatience); });
  return Promise.race([promise, late]).finally(() => { clearTimeout(timer); end(); });
}
class NotInTime extends Error { constructor(what) { super(`${what} did not come within ${kPatience / 1000} s`); } }

// One connection: what it answered, and the events that come.
function open(w, path, token) {
  const url = new URL(path, w.api.base), start = url.protocol === "https:" ? secure : plain;
  const listeners = new Set();
  let text = "";
  const outgoing = start(url, { agent: false, headers: { accept: "text/event-stream", ...(token ? { authorization: `Bearer ${token}` } : {}) } });
  const answer = new Promise((resolve, reject) => {
    outgoing.once("error", reject);
    outgoing.once("response", (message) => {
      message.on("data", (data) => {
        text += data;
        for (const [, event, payload] of text.matchAll(/event: ?(\S+)\n(?:id: ?\S+\n)?data: ?(.*)\n/g)) for (const each of listeners) each(event, payload);
      });
      message.on("error", () => {});
      resolve({ status: message.statusCode, type: message.headers["content-type"] ?? "", text: () => text });
    });
    outgoing.end();
  });
  answer.catch(() => {});
  return { answer, end: () => outgoing.destroy(), until: (fits) => new Promise((resolve) => listeners.add((event, payload) => fits(event, payload) && resolve(payload))) };
}

const json = (text) => { try { return JSON.parse(text); } catch { return undefined; } };
const ofPost = (post) => (event, payload) => event === "update" && json(payload)?.id === post().id;

function fitting(payload, shape) {
  const [misfit] = misfits(json(payload), shape, "", kEntities);
  hold(!misfit, `the event is not as documented: ${misfit}`);
}

// A stream of posts: opened, then somebody writes what it must show.
const stream = (at, scope, query, write, more = {}) => ({ ...row(at, scope, "any"), async run(w) {
  const path = `${at.split(" ")[1]}${query ? `?${await query(w)}` : ""}`;
  await w.following();
  const without = open(w, path);
  const refusal = await inTime("the answer without a token", without.answer, without.end);
  if ([404, 405, 501].includes(refusal.status)) return "missing";
  hold(refusal.status === 401, `without a token it answered ${refusal.status}, not 401`);
  const here = open(w, path, w.tokenFor(scope));
  try {
    const { status, type } = await inTime("the answer", here.answer, () => {});
    hold(status === 200 && type.startsWith("text/event-stream"), `it answered ${status} ${type}`);
    let made = {};
    const { fits = ofPost, shape = "Status" } = more;
    const came = here.until(fits(() => made));
    made = await write(w);
    fitting(await inTime("the event", came, () => {}), shape);
  } finally {
    here.end();
  }
} });

const written = (w) => w.post(1, { status: `Live #conformance ${w.next("n")}` });
const remote = (w) => w.remote?.post ? w.remote.post(`Live from elsewhere ${w.next("n")}`) : Promise.reject(new NotApplicable("nobody elsewhere writes"));
const kRemote = { fits: (post) => (event, payload) => event === "update" && json(payload)?.uri === post().uri };

// The socket: a token in the query, in the protocol, in a message.
async function sockets(w) {
  const { configuration } = await w.api.need("GET /api/v2/instance");
  const told = new URL(configuration.urls.streaming), base = new URL(w.api.base);
  hold(/^wss?:$/.test(told.protocol), `configuration.urls.streaming is ${shown(told.href)}`);
  const address = `${base.protocol === "https:" ? "wss" : "ws"}://${base.host}/api/v1/streaming`;
  const token = w.tokenFor("read:statuses");
  await w.following();
  const connect = (url, protocols) => new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols);
    const events = [], waiting = [];
    socket.addEventListener("message", ({ data }) => { events.push(json(data)); for (const each of waiting) each(); });
    socket.addEventListener("open", () => resolve({ socket, events, waiting }));
    socket.addEventListener("error", () => reject(new Error("the connection was refused")));
    setTimeout(() => reject(new Error("the connection was not taken")), kPatience).unref();
  });
  const shows = async (live, what) => {
    const post = await written(w);
    const found = () => live.events.find((one) => one?.event === "update" && json(one.payload)?.id === post.id);
    const came = new Promise((resolve) => { const look = () => found() && resolve(); live.waiting.push(look); look(); });
    await inTime(`an update ${what}`, came, () => {});
    hold(Array.isArray(found().stream) && found().stream.includes("user"), `stream is ${shown(found().stream)}`);
    fitting(found().payload, "Status");
  };
  const ways = [
    ["with the token in the query", () => connect(`${address}?stream=user&access_token=${token}`), () => {}],
    ["with the token as the protocol", () => connect(address, [token]), ({ socket }) => {
      hold(socket.protocol === token, "the protocol is not named in the answer: browsers close such a connection");
      socket.send(JSON.stringify({ type: "subscribe", stream: "user" }));
    }],
  ];
  for (const [what, begin, then] of ways) {
    const live = await begin();
    try {
      then(live);
      if (what.includes("protocol")) await new Promise((resolve) => setTimeout(resolve, 200));
      await shows(live, what);
    } finally {
      live.socket.close();
    }
  }
  const refused = await connect(`${address}?stream=user&access_token=wrong`).then(({ socket }) => (socket.close(), false), () => true);
  hold(refused, "a wrong token is taken");
}

const user = "GET /api/v1/streaming/user", kNote = "read:notifications";

export default group("streaming", [
  { ...row("GET /api/v1/streaming/health", "", "any"), async run(w, ask) {
    const answer = await ask();
    if ([404, 405, 501].includes(answer.status)) return "missing";
    hold(answer.status === 200 && answer.text.trim() === "OK", `it answered ${answer.status} ${shown(answer.text)}`);
  } },
  stream(user, "read:statuses", null, written),
  stream("GET /api/v1/streaming/user/notification", kNote, null, async (w) => w.post(1, { status: `@${(await w.account()).acct} ${w.next("See ")}` }), {
    fits: (post) => (event, payload) => event === "notification" && json(payload)?.status?.id === post().id, shape: "Notification",
  }),
  stream("GET /api/v1/streaming/public", "read:statuses", null, written),
  stream("GET /api/v1/streaming/public/local", "read:statuses", null, written),
  stream("GET /api/v1/streaming/public/remote", "read:statuses", null, remote, kRemote),
  stream("GET /api/v1/streaming/hashtag", "read:statuses", () => "tag=conformance", written),
  stream("GET /api/v1/streaming/hashtag/local", "read:statuses", () => "tag=conformance", written),
  stream("GET /api/v1/streaming/list", "read:lists", async (w) => {
    const list = await w.list();
    await w.mine("POST /api/v1/lists/:id/accounts", { path: list, body: { account_ids: [await w.id(1)] } });
    return `list=${list.id}`;
  }, written),
  stream("GET /api/v1/streaming/direct", "read:statuses", null, async (w) => w.post(1, { status: `@${(await w.account()).acct} ${w.next("Between us ")}`, visibility: "direct" }), {
    fits: (post) => (event, payload) => event === "conversation" && json(payload)?.last_status?.id === post().id, shape: "Conversation",
  }),
  { ...row("WS /api/v1/streaming", "read:statuses", "any"), async run(w) {
    const { status } = await w.api.ask("GET /api/v1/streaming");
    if ([404, 405, 501].includes(status)) return "missing";
    return sockets(w);
  } },
]);
