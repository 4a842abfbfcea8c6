// What comes by itself: Server-Sent Events, and the same by WebSocket.

import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { hold, shown, skip } from "../../blackbox/clause.js";
import { kEntities } from "../entities.js";
import { group, row } from "../row.js";
import { misfits } from "../shape.js";

const kPatience = 10_000;

// Looks again and again until `find` gives something.
async function inTime(what, find) {
  const end = Date.now() + kPatience;
  for (;;) {
    const found = find();
    if (found) return found;
    hold(Date.now() < end, `${what} did not come within ${kPatience / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

// One connection: what it answered, and the events that have come: [[name, payload]].
class Events {
  constructor(w, path, token) {
    const url = new URL(path, w.api.base), start = url.protocol === "https:" ? secure : plain;
    this.text = "";
    this.outgoing = start(url, { agent: false, headers: { accept: "text/event-stream", ...(token ? { authorization: `Bearer ${token}` } : {}) } });
    this.outgoing.on("error", (error) => { this.error = error; });
    this.outgoing.once("response", (message) => {
      this.answer = { status: message.statusCode, type: message.headers["content-type"] ?? "" };
      message.on("data", (data) => { this.text += data; });
      message.on("error", () => {});
    });
    this.outgoing.end();
  }
  answered() {
    return inTime("an answer", () => {
      if (this.error) throw this.error;
      return this.answer;
    });
  }
  get all() {
    return this.text.split(/\r?\n\r?\n/).slice(0, -1).map((block) => {
      const field = (name) => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1];
      return [field("event"), field("data")];
    });
  }
  end() { this.outgoing.destroy(); }
}

const json = (text) => { try { return JSON.parse(text); } catch { return undefined; } };
const ofPost = (post) => (event, payload) => event === "update" && json(payload)?.id === post.id;

function fitting(payload, shape) {
  const [misfit] = misfits(json(payload), shape, "", kEntities);
  hold(!misfit, `the event is not as documented: ${misfit}`);
}

// A stream of posts: opened, then somebody writes what it must show.
const stream = (at, scope, query, write, more = {}) => ({ ...row(at, scope, "any"), async run(w) {
  const path = `${at.split(" ")[1]}${query ? `?${await query(w)}` : ""}`;
  await w.following();
  const guest = new Events(w, path), here = new Events(w, path, w.tokenFor(scope));
  try {
    const refusal = await guest.answered();
    if ([404, 405, 501].includes(refusal.status)) return "missing";
    hold(refusal.status === 401, `without a token it answered ${refusal.status}, not 401`);
    const { status, type } = await here.answered();
    hold(status === 200 && type.startsWith("text/event-stream"), `it answered ${status} ${type}`);
    const { fits = ofPost, shape = "Status" } = more, wanted = fits(await write(w));
    const [, payload] = await inTime("the event", () => here.all.find(([event, data]) => wanted(event, data)));
    fitting(payload, shape);
  } finally {
    guest.end();
    here.end();
  }
  return "present";
} });

const written = (w) => w.post(1, { status: `Live #conformance ${w.next("n")}` });
async function remote(w) {
  if (!w.remote?.post) skip("nobody elsewhere writes");
  await w.followsElsewhere();
  return w.remote.post(`Live from elsewhere ${w.next("n")}`);
}
const kRemote = { fits: (post) => (event, payload) => event === "update" && json(payload)?.uri === post.uri };

// What is no post: a filter that is changed, a reaction to an announcement where there is one.
async function tellsOfChanges(w, live) {
  const told = (name) => inTime(name, () => live.events.find((one) => one?.event === name));
  await w.filter();
  await told("filters_changed");
  const [announcement] = await w.mine("GET /api/v1/announcements", { query: { with_dismissed: true } });
  if (!announcement) return;
  const path = { id: announcement.id, name: "👍" };
  await w.mine("PUT /api/v1/announcements/:id/reactions/:name", { path });
  const { payload } = await told("announcement.reaction");
  fitting(payload, { name: "text", count: "int", announcement_id: "id" });
  await w.mine("DELETE /api/v1/announcements/:id/reactions/:name", { path });
}

// The socket: a token in the query, in the protocol, in a message.
async function sockets(w) {
  const { configuration } = await w.api.need("GET /api/v2/instance");
  const told = new URL(configuration.urls.streaming), base = new URL(w.api.base);
  hold(/^wss?:$/.test(told.protocol), `configuration.urls.streaming is ${shown(told.href)}`);
  const address = `${base.protocol === "https:" ? "wss" : "ws"}://${base.host}/api/v1/streaming`;
  const token = w.tokenFor("read:statuses");
  await w.following();
  const connect = async (url, protocols) => {
    const socket = new WebSocket(url, protocols), live = { socket, events: [] };
    let state;
    socket.addEventListener("message", ({ data }) => live.events.push(json(data)));
    socket.addEventListener("open", () => { state ??= "open"; });
    socket.addEventListener("error", () => { state ??= "refused"; });
    hold(await inTime("a connection", () => state) === "open", "the connection was refused");
    return live;
  };
  const shows = async (live, what) => {
    const post = await written(w);
    const event = await inTime(`an update ${what}`, () => live.events.find((one) => one?.event === "update" && json(one.payload)?.id === post.id));
    hold(Array.isArray(event.stream) && event.stream.includes("user"), `stream is ${shown(event.stream)}`);
    fitting(event.payload, "Status");
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
      await tellsOfChanges(w, live);
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
    fits: (post) => (event, payload) => event === "notification" && json(payload)?.status?.id === post.id, shape: "Notification",
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
    fits: (post) => (event, payload) => event === "conversation" && json(payload)?.last_status?.id === post.id, shape: "Conversation",
  }),
  { ...row("WS /api/v1/streaming", "read:statuses", "any"), async run(w) {
    const { status } = await w.api.ask("GET /api/v1/streaming");
    if ([404, 405, 501].includes(status)) return "missing";
    return sockets(w);
  } },
]);
