// A program that speaks ActivityPub with its person's own node (client to server), and knows nothing
// of Mastodon's API. What it sends and reads is made and understood by Fedify's vocabulary.

import { readFileSync, writeFileSync } from "node:fs";
import { Activity, Announce, Article, Collection, Create, Document, Follow, Image, Like, Note, Object as Thing, Offer, Person, PUBLIC_COLLECTION, Undo, Update } from "@fedify/vocab";
import { getDocumentLoader } from "@fedify/vocab-runtime";
import { picture } from "../support/picture.js";
import { until } from "../support/processes.js";
import { step } from "../support/steps.js";
import { Browser } from "./browser.js";

const kBack = "urn:ietf:wg:oauth:2.0:oob";
const kType = "application/activity+json";
const loaders = { documentLoader: getDocumentLoader({ allowPrivateAddress: true }), contextLoader: getDocumentLoader({ allowPrivateAddress: true }) };

function demand(holds, otherwise) { if (!holds) throw new Error(otherwise); }

class Program {
  constructor(node) { this.node = node; }

  // All it is told is the address of the node.
  async signIn(browser) {
    const server = await (await fetch(`${this.node.origin}/.well-known/oauth-authorization-server`)).json();
    const app = await (await fetch(server.app_registration_endpoint, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_name: "A program", redirect_uris: kBack, scopes: "activitypub:read:all activitypub:write:all" }),
    })).json();
    const query = new URLSearchParams({ client_id: app.client_id, redirect_uri: kBack, response_type: "code", scope: "activitypub:read:all activitypub:write:all" });
    const code = await browser.allow(`${server.authorization_endpoint}?${query}`);
    const answer = await (await fetch(server.token_endpoint, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "authorization_code", code, client_id: app.client_id, client_secret: app.client_secret, redirect_uri: kBack }),
    })).json();
    this.token = answer.access_token;
    this.id = answer.activitypub_actor_id;
    this.actor = await this.read(this.id);
    demand(this.actor instanceof Person, `${this.id} is no Person`);
    demand(this.actor.endpoints?.oauthTokenEndpoint?.href === server.token_endpoint, "the actor names another token endpoint");
  }

  async send(url, init) {
    return fetch(url, { ...init, headers: { authorization: `Bearer ${this.token}`, accept: kType, ...init?.headers } });
  }
  async read(url, init) {
    const response = await this.send(url, init);
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    return Thing.fromJsonLd(await response.json(), loaders);
  }
  async post(thing) {
    return this.send(this.actor.outboxId.href, {
      method: "POST",
      headers: { "content-type": kType },
      body: JSON.stringify(await thing.toJsonLd({ ...loaders, format: "compact" })),
    });
  }
  // The activity as the node wrote it down.
  async submit(thing) {
    const response = await this.post(thing);
    const text = await response.text();
    if (response.status !== 201) throw new Error(`the outbox answered ${response.status}: ${text.slice(0, 300)}`);
    const activity = await this.read(response.headers.get("location"));
    demand(activity instanceof Activity && activity.actorId.href === this.id, "it is not what was asked for");
    return activity;
  }
  async inbox() {
    const first = await this.read(`${this.actor.inboxId.href}?page=0`);
    const items = [];
    for await (const item of first.getItems({ ...loaders, suppressError: true })) items.push(item);
    return items;
  }
}

async function writing(program, does, node) {
  await does("writes a note, which others read", async () => {
    const create = await program.submit(new Note({ content: "<p>Written by a <b>program</b></p>", to: PUBLIC_COLLECTION }));
    const note = await create.getObject(loaders);
    const { statuses: [found] } = await node.api("GET", `/api/v2/search?type=statuses&resolve=true&q=${encodeURIComponent(note.id.href)}`);
    demand(found?.content.includes("<b>program</b>"), `it shows ${found?.content}`);
    await program.submit(new Update({ object: new Note({ id: note.id, content: "<p>Written anew</p>" }) }));
    demand(String((await program.read(note.id)).content).includes("anew"), "it was not changed");
    const gone = await program.send(program.actor.outboxId.href, {
      method: "POST",
      headers: { "content-type": kType },
      body: JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", type: "Delete", object: note.id.href }),
    });
    demand(gone.status === 201, `Delete answered ${gone.status}`);
    demand((await program.send(note.id)).status >= 400, "it is still there");
  });
  await does("publishes an article with a title", async () => {
    const create = await program.submit(new Create({ object: new Article({ name: "On pumps", content: `<p>${"long ".repeat(2000)}</p>` }), tos: [PUBLIC_COLLECTION] }));
    const article = await create.getObject(loaders);
    demand(article instanceof Article && String(article.name) === "On pumps", "it is no article of that name");
  });
  await does("keeps a collection of its own", async () => {
    const create = await program.submit(new Create({ object: new Collection({ name: "To read" }), tos: [PUBLIC_COLLECTION] }));
    const at = (await create.getObject(loaders)).id;
    const add = { "@context": "https://www.w3.org/ns/activitystreams", type: "Add", object: node.me.uri ?? `${node.origin}/users/hal`, target: at.href };
    const answer = await program.send(program.actor.outboxId.href, { method: "POST", headers: { "content-type": kType }, body: JSON.stringify(add) });
    demand(answer.status === 201, `Add answered ${answer.status}`);
    demand((await program.read(at)).totalItems === 1, "it holds nothing");
  });
}

async function showing(program, does, folder) {
  await does("uploads a picture and posts it", async () => {
    const file = `${folder}/program.png`;
    writeFileSync(file, picture(40, 30));
    const form = new FormData();
    form.append("file", new File([readFileSync(file)], "program.png", { type: "image/png" }));
    form.append("object", JSON.stringify({ type: "Image", name: "A grey wall" }));
    const { endpoints: { uploadMedia } } = await (await program.send(program.id)).json();
    const given = await program.send(uploadMedia, { method: "POST", body: form });
    demand(given.status === 201, `uploadMedia answered ${given.status}`);
    const url = new URL(given.headers.get("location"));
    const create = await program.submit(new Note({ content: "Look", to: PUBLIC_COLLECTION, attachments: [new Document({ url })] }));
    for await (const shown of (await create.getObject(loaders)).getAttachments(loaders)) {
      demand(String(shown.name) === "A grey wall" && shown.mediaType.startsWith("image/"), "it is not the picture");
      return;
    }
    throw new Error("the note carries no picture");
  });
}

async function people(program, does, far) {
  await does("follows somebody elsewhere and reads them in its inbox", async () => {
    const follow = await program.submit(new Follow({ object: new URL(far.actor) }));
    await until("what they wrote", async () => {
      await far.post("Words for a program");
      return (await program.inbox()).some((one) => one instanceof Create);
    });
    const create = (await program.inbox()).find((one) => one instanceof Create);
    const note = await create.getObject(loaders);
    demand(String(note.content).includes("Words for a program"), `it reads ${note.content}`);
    await program.submit(new Like({ object: note.id }));
    await program.submit(new Announce({ object: note.id }));
    await until("the like to arrive", async () => (await far.api("GET", "/api/v1/notifications?types[]=favourite")).length > 0);
    await program.submit(new Undo({ object: follow }));
  });
  await does("looks at what is elsewhere through its node", async () => {
    const proxy = program.actor.endpoints.proxyUrl;
    const seen = await program.read(proxy, { method: "POST", body: new URLSearchParams({ id: far.actor }) });
    demand(seen instanceof Person && seen.id.href === far.actor, "it is somebody else");
  });
  await does("sends what its node has no meaning for", async () => {
    const offer = await program.submit(new Offer({ object: new URL(`${far.origin}/things/1`), tos: [new URL(far.actor)] }));
    await until("the offer to arrive", async () => {
      const response = await fetch(`${far.actor}/inbox?page=0`, { headers: { authorization: `Bearer ${far.token}`, accept: kType } });
      return (await response.json()).orderedItems.some((one) => one.id === offer.id.href && one.type === "Offer");
    });
  });
  await does("is told what is wrong as problem details", async () => {
    const response = await program.post(new Follow({ object: new URL(`${program.node.origin}/users/nobody`) }));
    const problem = await response.json();
    demand(response.status === 404 && problem.status === 404 && problem.title === "Not Found", JSON.stringify(problem));
    demand(response.headers.get("content-type").startsWith("application/problem+json"), response.headers.get("content-type"));
  });
}

export async function programDay(person, node, far, folder) {
  const does = (what, work) => step(`ActivityPub: a program ${what}`, work);
  const browser = new Browser(node), program = new Program(node);
  await browser.signIn(person);
  await does("registers, signs in and knows who one is", () => program.signIn(browser));
  await writing(program, does, node);
  await showing(program, does, folder);
  await far.learnActor();
  await people(program, does, far);
}
