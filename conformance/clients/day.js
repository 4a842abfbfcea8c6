// What somebody does in a day, with each client in turn: sign in as one does, write, read, answer.

import { freePort, output } from "../support/processes.js";
import { HallwaySide } from "../support/hallway_side.js";
import { end, session, step } from "../support/steps.js";
import { Browser } from "./browser.js";
import { Masto, Megalodon } from "./libraries.js";
import { MastodonPy } from "./mastodon_py.js";
import { Toot } from "./toot.js";

function demand(text, wanted) {
  if (!String(text).includes(wanted)) throw new Error(`"${wanted}" is not in: ${String(text).slice(0, 400)}`);
}

async function refused(work) {
  try { await work(); } catch { return; }
  throw new Error("it was not refused");
}

async function day(client, person, node) {
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
  await does("deletes", async () => {
    await client.remove(mine);
    await refused(() => node.api("GET", `/api/v1/statuses/${mine}`));
  });
  await client.stop?.();
}

await session("clients", async (folder, sides) => {
  const node = new HallwaySide({ binary: process.argv[2], host: "127.0.0.6", port: await freePort("127.0.0.6"), folder });
  sides.push(node);
  await node.create();
  for (const name of ["tess", "mona", "mats", "meg"]) await output(node.binary, ["account", "add", name, "--data", node.data], { env: node.env });
  await node.start();
  await day(new Toot(node, folder), "tess", node);
  await day(new MastodonPy(node), "mona", node);
  await day(new Masto(node), "mats", node);
  await day(new Megalodon(node), "meg", node);
});
end();
