// What somebody does in a day, with each client in turn: sign in as one does, write, read, answer.

import { mkdirSync, writeFileSync } from "node:fs";
import { freePort, output, until } from "../support/processes.js";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { end, session, step } from "../support/steps.js";
import { programDay } from "./activitypub.js";
import { Browser } from "./browser.js";
import { Masto, Megalodon } from "./libraries.js";
import { MastodonPy } from "./mastodon_py.js";
import { push } from "./push.js";
import { Toot } from "./toot.js";

function demand(text, wanted) {
  if (!String(text).includes(wanted)) throw new Error(`"${wanted}" is not in: ${String(text).slice(0, 400)}`);
}

function equal(found, wanted) {
  if (found.join() !== wanted.join()) throw new Error(`${found} are not ${wanted}`);
}

async function refused(work) {
  try { await work(); } catch { return; }
  throw new Error("it was not refused");
}

// Polls, edits: where the client knows them.
async function writing(client, does, node) {
  if (client.ask) await does("asks, and hears the answers", async () => {
    const mine = await client.ask("Which pump?", ["The old one", "The new one"]);
    await node.api("POST", `/api/v1/polls/${mine}/votes`, { choices: [1] });
    equal(await client.votes(mine), [0, 1]);
    const { poll: hers } = await node.api("POST", "/api/v1/statuses", { status: "And when?", poll: { options: ["Today", "Later"], expires_in: 3600 } });
    await client.vote(hers.id, [0]);
    equal(await client.votes(hers.id), [1, 0]);
  });
  if (client.edit) await does("edits, and sees what it was", async () => {
    const id = await client.post("The pump is brokn");
    await client.edit(id, "The pump is broken");
    demand((await node.api("GET", `/api/v1/statuses/${id}`)).content, "broken");
    if (!client.versions) return;
    const versions = await client.versions(id);
    demand(versions, "brokn");
    demand(versions, "broken");
  });
}

// A picture that others can look at, and read what is on it.
async function showing(client, does, node, folder) {
  const file = `${folder}/wall.png`;
  writeFileSync(file, picture(40, 30));
  await does("shows a picture", async () => {
    const { media_attachments: [shown] } = await node.api("GET", `/api/v1/statuses/${await client.show("The wall", file, "A grey wall")}`);
    demand(shown?.description, "A grey wall");
    demand(shown.type, "image");
    demand((await fetch(shown.url)).headers.get("content-type"), "image/");
  });
}

// Whom one finds, and whom one would rather not hear.
async function people(client, does, node, far) {
  await does("finds a colleague", async () => demand(await client.search("hal"), "hal"));
  await does("follows somebody elsewhere and reads them", async () => {
    const followers = async () => (await far.api("GET", `/api/v1/accounts/${far.me.id}/followers`)).length;
    const before = await followers();
    await client.followElsewhere(far.handle.slice(1));
    await until("the follow to arrive", async () => (await followers()) > before);
    await far.post(`From far away for ${client.name}`);
    await until("what they wrote", async () => String(await client.home()).includes(`From far away for ${client.name}`));
  });
  await does("mutes somebody, and lets them speak again", async () => {
    await node.api("POST", "/api/v1/statuses", { status: `Loud words for ${client.name}` });
    demand(await client.home(), `Loud words for ${client.name}`);
    await client.mute("hal");
    if (String(await client.home()).includes("Loud words")) throw new Error("it still shows them");
    await client.unmute("hal");
    demand(await client.home(), `Loud words for ${client.name}`);
  });
}

// What one keeps for oneself.
async function keeping(client, does, node) {
  const { id } = await node.api("POST", "/api/v1/statuses", { status: `To keep for ${client.name}` });
  await does("keeps a post", async () => {
    await client.keep(id);
    demand(await client.kept(), `To keep for ${client.name}`);
  });
  if (client.makeList) await does("reads a list of some people", async () => {
    demand(await client.listed(await client.makeList("Colleagues", "hal")), `To keep for ${client.name}`);
  });
}

async function news(client, does, node, person) {
  await does("reads what it is told, page by page", async () => {
    for (let i = 1; i <= 5; i += 1) await node.api("POST", "/api/v1/statuses", { status: `@${person} Number ${i} of five` });
    if (client.shownNews) return demand(await client.shownNews(), "Number 5 of five");
    const told = await client.news(2);
    const ids = new Set(told.map((one) => one.id)), about = told.map((one) => one.status?.content ?? "").join("\n");
    if (ids.size !== told.length) throw new Error("some are told twice");
    for (let i = 1; i <= 5; i += 1) demand(about, `Number ${i} of five`);
  });
}

async function listening(client, does, node, person) {
  if (client.listen) await does("is told what happens as it happens", async () => {
    await client.listen();
    // What was said before the stream was taken up is not heard.
    await until("the colleague's words", async () => {
      await node.api("POST", "/api/v1/statuses", { status: `News for ${client.name}` });
      return (await client.told()).includes(`update <p>News for ${client.name}`);
    });
    const { id } = await node.api("POST", "/api/v1/statuses", { status: `@${person} Look` });
    await node.api("DELETE", `/api/v1/statuses/${id}`);
    await until("a mention and a deletion", async () => {
      const told = await client.told();
      return told.includes("notification mention") && told.includes(`delete ${id}`);
    });
  });
}

async function day(client, person, node, far, folder) {
  const does = (what, work) => step(`${client.name} ${what}`, work);
  const browser = new Browser(node);
  await browser.signIn(person);
  let mine, hers;
  await does("registers and signs in", () => client.signIn(browser));
  await does("knows who one is", async () => demand(await client.whoAmI(), person));
  await does("posts", async () => { mine = await client.post(`The pumps by ${client.name} #pumps`); });
  await does("shows it at home, in the department and under its hashtag", async () => {
    demand(await client.home(), "The pumps by");
    demand(await client.everybody(), "The pumps by");
    demand(await client.tagged("pumps"), "The pumps by");
  });
  await does("follows a colleague", async () => {
    await client.follow("hal");
    demand(await client.following(person), "hal");
  });
  await does("shows what the colleague writes", async () => {
    hers = (await node.api("POST", "/api/v1/statuses", { status: `For ${client.name}` })).id;
    demand(await client.home(), `For ${client.name}`);
  });
  await does("likes and boosts", async () => {
    await client.like(hers);
    await client.boost(hers);
    demand(await client.boostedBy(hers), person);
    const { favourites_count: likes } = await node.api("GET", `/api/v1/statuses/${hers}`);
    demand(likes, 1);
  });
  await does("shows a thread", async () => {
    await node.api("POST", "/api/v1/statuses", { status: `@${person} An answer`, in_reply_to_id: mine });
    const thread = await client.thread(mine);
    demand(thread, "The pumps by");
    demand(thread, "An answer");
  });
  await writing(client, does, node);
  await showing(client, does, node, folder);
  await people(client, does, node, far);
  await keeping(client, does, node);
  await news(client, does, node, person);
  await listening(client, does, node, person);
  await does("deletes", async () => {
    await client.remove(mine);
    await refused(() => node.api("GET", `/api/v1/statuses/${mine}`));
  });
  await client.stop?.();
}

await session("clients", async (folder, sides) => {
  const make = async (host, name) => {
    mkdirSync(`${folder}/${name}`);
    return new HallwaySide({ binary: process.argv[2], host, port: await freePort(host), folder: `${folder}/${name}` });
  };
  const node = await make("127.0.0.6", "here"), far = await make("127.0.0.13", "there");
  sides.push(node, far);
  await node.create();
  await far.create();
  for (const name of ["tess", "mona", "mats", "meg", "pia"]) await output(node.binary, ["account", "add", name, "--data", node.data], { env: node.env });
  await node.start();
  await far.start();
  await day(new Toot(node, folder), "tess", node, far, folder);
  await day(new MastodonPy(node), "mona", node, far, folder);
  await day(new Masto(node), "mats", node, far, folder);
  await day(new Megalodon(node), "meg", node, far, folder);
  await programDay("pia", node, far, folder);
  const printed = await output(node.binary, ["token", "tess", "--data", node.data, "--scopes", "write"], { env: node.env });
  const tess = printed.trim().split(/\s+/).pop();
  await push(node, (words) => fetch(`${node.origin}/api/v1/statuses`, {
    method: "POST",
    headers: { authorization: `Bearer ${tess}`, "content-type": "application/json" },
    body: JSON.stringify({ status: `@hal ${words}` }),
  }));
});
end();
