// One bot on activitypub-bot: it answers whoever mentions it, and does what it is told over a second
// port. Usage: node serve.js --host H --port P --control P --database FILE

import { createServer } from "node:http";
import { parseArgs } from "node:util";
import "./library.js";
import { makeApp } from "@evanp/activitypub-bot/lib/app.js";
import OKBot from "@evanp/activitypub-bot/lib/bots/ok.js";

const text = { type: "string" };
const { values: options } = parseArgs({ options: { host: text, port: text, control: text, database: text } });
const origin = `http://${options.host}:${options.port}`;

// Says "OK" to whoever mentions it, and writes down what happened to it.
class Bob extends OKBot {
  seen = [];
  get context() { return this._context; }
  async onMention(object, activity) {
    this.seen.push({ kind: "mention", id: object.id });
    await super.onMention(object, activity);
  }
  async onFollow(actor) { this.seen.push({ kind: "follow", id: actor.id }); }
  async onLike(object, activity) { this.seen.push({ kind: "like", id: activity.id, object: object.id }); }
  async onAnnounce(object, activity) { this.seen.push({ kind: "boost", id: activity.id, object: object.id }); }
  async onUndoFollow(actor) { this.seen.push({ kind: "unfollow", id: actor.id }); }
}

const bob = new Bob("bob", { fullname: "Bob the bot" });
const app = await makeApp({
  databaseUrl: `sqlite:${options.database}`, origin, bots: { bob }, logLevel: "info", allowPrivateNetworkRequests: true,
});
const remote = (id) => app.locals.client.get(id, "bob");

const kCommands = {
  seen: () => bob.seen,
  follow: async ({ actor }) => { await bob.context.followActor(await remote(actor)); return {}; },
  unfollow: async ({ actor }) => { await bob.context.unfollowActor(await remote(actor)); return {}; },
  isFollowing: async ({ actor }) => bob.context.isFollowing(await remote(actor)),
  isFollower: async ({ actor }) => bob.context.isFollower(await remote(actor)),
  post: async ({ text: content }) => ({ id: (await bob.context.sendNote(content, { to: ["https://www.w3.org/ns/activitystreams#Public"], cc: [`${origin}/user/bob/followers`] })).id }),
  like: async ({ id }) => { await bob.context.likeObject(await remote(id)); return {}; },
  unlike: async ({ id }) => { await bob.context.unlikeObject(await remote(id)); return {}; },
  boost: async ({ id }) => { await bob.context.announceObject(await remote(id)); return {}; },
  unboost: async ({ id }) => { await bob.context.unannounceObject(await remote(id)); return {}; },
};

createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const command = kCommands[incoming.url.slice(1)];
  try {
    const result = await command(JSON.parse(Buffer.concat(chunks).toString() || "{}"));
    outgoing.end(JSON.stringify(result));
  } catch (error) {
    console.error(incoming.url, error);
    outgoing.writeHead(500).end(JSON.stringify({ error: String(error) }));
  }
}).listen(Number(options.control), "127.0.0.1");

// The package leaves the port out of its handles, and nobody could find them.
const host = new URL(origin).host;
const jrd = { subject: `acct:bob@${host}`, links: [{ rel: "self", type: "application/activity+json", href: `${origin}/user/bob` }] };
const server = createServer((incoming, outgoing) => {
  if (!incoming.url.startsWith("/.well-known/webfinger?resource=acct%3Abob%40")) return app(incoming, outgoing);
  outgoing.writeHead(200, { "content-type": "application/jrd+json" }).end(JSON.stringify(jrd));
}).listen(Number(options.port), options.host);
process.on("SIGTERM", () => {
  server.close();
  process.exit(0);
});
