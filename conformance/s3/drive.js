// A node whose files lie in storage that speaks S3: they are put there, read, refused where it is
// away, moved there and back.

import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { freePort, output } from "../support/processes.js";
import { HallwaySide } from "../support/hallway_side.js";
import { picture } from "../support/picture.js";
import { end, equal, session, step } from "../support/steps.js";
import { settings, Storage } from "./storage.js";

const [binary] = process.argv.slice(2);
const host = "127.0.0.1";

function includes(text, wanted) {
  if (!text.includes(wanted)) throw new Error(`"${wanted}" is not in: ${text.slice(0, 600)}`);
}
async function failing(...command) {
  try {
    await output(...command);
  } catch (error) {
    return error.message;
  }
  throw new Error(`${command[1].join(" ")} did not fail`);
}

// A picture of noise: it stays large however it is made ready.
function noisy(width, height) {
  let seed = 7;
  return picture(width, height, () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) >> 16);
}

function upload(node, bytes, description = "") {
  const form = new FormData();
  form.set("file", new Blob([bytes]), "picture.png");
  if (description) form.set("description", description);
  return fetch(`${node.origin}/api/v2/media`, { method: "POST", headers: { authorization: `Bearer ${node.token}` }, body: form });
}
async function taken(node, bytes, description) {
  const answer = await upload(node, bytes, description);
  if (answer.status !== 200) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

// The files in the folder; what is being made ready counts, too.
function here(node) {
  return ["media", "work"].flatMap((folder) => {
    const path = `${node.data}/${folder}`;
    return existsSync(path) ? readdirSync(path) : [];
  });
}
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const named = (url) => url.split("/").pop();

async function read(url, headers = {}) {
  const answer = await fetch(url, { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
async function readWhole(url) {
  const { status, bytes } = await read(url);
  equal(status, 200);
  equal(digest(bytes), named(url).slice(0, 64));
  return bytes;
}

async function keeping(node, storage) {
  let shown;
  await step("an upload goes into the bucket, and nothing of it stays here", async () => {
    const media = await taken(node, noisy(900, 700), "Noise");
    equal(storage.keys(), [media.url, media.preview_url].map((url) => `hallway/${named(url)}`).sort());
    equal(here(node), []);
    shown = media;
  });
  await step("a post shows it to whoever may see the address", async () => {
    await node.api("POST", "/api/v1/statuses", { status: "Noise", media_ids: [shown.id] });
    const bytes = await readWhole(shown.url);
    if (bytes.length < 600_000) throw new Error(`the picture has only ${bytes.length} bytes`);
    await readWhole(shown.preview_url);
  });
  await step("parts of it are read where they are asked for", async () => {
    const whole = await readWhole(shown.url);
    for (const [range, first, last] of [["bytes=0-9", 0, 10], ["bytes=500000-600000", 500_000, 600_001], ["bytes=-7", whole.length - 7, whole.length]]) {
      const part = await read(shown.url, { range });
      equal(part.status, 206);
      equal(digest(part.bytes), digest(whole.subarray(first, last)));
    }
    equal((await read(shown.url, { range: `bytes=${whole.length}-` })).status, 416);
  });
  return shown;
}

async function failures(node, storage, shown) {
  await step("while the storage is away uploads are refused, and nothing is left of them", async () => {
    await storage.stop();
    const answer = await upload(node, noisy(300, 200));
    equal(answer.status, 503);
    includes((await answer.json()).error, "storage");
    equal(here(node), []);
    equal((await read(shown.url)).status, 503);
    includes(await failing(binary, ["doctor", node.data], { env: node.env }), "storage");
  });
  await step("once it is back everything works again", async () => {
    await storage.start();
    await readWhole(shown.url);
    await taken(node, noisy(310, 200));
  });
}

async function commands(node, storage) {
  const count = storage.keys().length;
  await step("doctor and verify look into the bucket", async () => {
    const said = await output(binary, ["doctor", node.data], { env: node.env }).catch((error) => error.message);
    includes(said, `the bucket media at ${storage.origin} has ${count} files`);
    includes(await output(binary, ["verify", node.data], { env: node.env }), "is good");
  });
  await step("a wrong key is named, and nothing is taken", async () => {
    const wrong = { env: { ...node.env, ...settings(storage, "wrong") } };
    includes(await failing(binary, ["doctor", node.data], wrong), "403 (SignatureDoesNotMatch)");
    includes(await failing(binary, ["media", "move", node.data, "--to", "folder"], wrong), "stop the node");
  });
}

async function moving(node, storage, shown) {
  const count = storage.keys().length;
  const move = (to) => output(binary, ["media", "move", node.data, "--to", to], { env: node.env });
  await step("back into the folder", async () => {
    await node.stop();
    includes(await move("folder"), `${count} files, `);
    equal(storage.keys(), []);
    equal(here(node).length, count);
  });
  await step("a node that reads some here and some there", async () => {
    await node.start();
    await readWhole(shown.url);
    await taken(node, noisy(320, 200));
    equal(storage.keys().length, 2);
    equal(here(node).length, count);
  });
  await step("and into the bucket while it runs", async () => {
    includes(await move("s3"), `${count} files, `);
    equal(storage.keys().length, count + 2);
    equal(here(node), []);
    await readWhole(shown.url);
    includes(await output(binary, ["verify", node.data], { env: node.env }), "is good");
  });
}

await session("s3", async (folder, sides) => {
  const storage = new Storage({ host, port: await freePort(host), folder });
  sides.push(storage);
  await storage.start();
  const node = new HallwaySide({ binary, host, port: await freePort(host), folder, env: settings(storage) });
  sides.unshift(node);
  await node.create();
  await node.start();
  const shown = await keeping(node, storage);
  await failures(node, storage, shown);
  await commands(node, storage);
  await moving(node, storage, shown);
});
end();
