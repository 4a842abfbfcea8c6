// A node behind a reverse proxy, seen from outside. Usage: node drive.js HALLWAY CERTIFICATES KIND=PROGRAM...

import { readFileSync } from "node:fs";
import { run } from "../../conformance/blackbox/runner.js";
import { HallwaySide } from "../../conformance/support/hallway_side.js";
import { freePort, until } from "../../conformance/support/processes.js";
import { end, session, step } from "../../conformance/support/steps.js";
import { behind } from "./behind.js";
import { Proxy } from "./proxy.js";

const kHere = "127.0.0.1";
const [binary, room, ...proxies] = process.argv.slice(2);
const kCertificate = { cert: `${room}/site.pem`, key: `${room}/site.key` };

function assert(holds, what) { if (!holds) throw new Error(what); }

// A site `name` that `kind` serves before the port `backend`.
async function before([kind, program], name, backend, folder) {
  const [port, plainPort] = [await freePort(kHere), await freePort(kHere)];
  return new Proxy(kind, program, { name: `${name}.localhost`, port, plainPort, backend, ...kCertificate }, folder);
}

async function node(folder, port, origin, env) {
  const side = new HallwaySide({
    binary, host: kHere, port, folder: `${folder}/${new URL(origin).hostname}`, origin,
    env: { HALLWAY_HTTP_CA_FILE: `${room}/ca.pem`, ...env },
  });
  await side.create();
  return side;
}

async function acquaint(side, ...domains) {
  for (const domain of domains) await side.run("partner", "add", domain, "--relation", "sibling", "--permit", "127.0.0.0/8", "--data", side.data);
}

// Ours has no JRD properties; and an acct: URI cannot name a port.
const kNotApplicable = ["webfinger.properties", "acct.form"];

async function conforms(front, runner, stranger) {
  let results;
  await step("every row of conformance/ is asked through it, both ways", async () => {
    results = await run({
      base: front.origin, user: "hal", token: front.token, patience: 3000,
      listen: { host: kHere, port: runner.site.backend, origin: runner.origin, stranger: { port: stranger.site.backend, origin: stranger.origin } },
    });
    const none = results.filter((row) => row.result === "n/a" && !kNotApplicable.includes(row.id));
    assert(none.length === 0, `not applicable: ${none.map((row) => `${row.id} (${row.why})`).join("; ")}`);
  });
  await step("every one of them holds", async () => {
    const bad = results.filter((row) => row.result === "fail");
    assert(bad.length === 0, bad.map((row) => `${row.id}: ${row.why}`).join("\n"));
  });
}

async function federates(a, b) {
  await step(`${a.name} and ${b.name} find and follow each other`, async () => {
    await a.follow(b);
    await b.follow(a);
    for (const side of [a, b]) await until("follows both ways", async () => await side.isFollowing() && await side.isFollowedBy());
  });
  for (const [writer, reader] of [[a, b], [b, a]]) {
    await step(`${writer.name} posts; ${reader.name} reads, answers, likes`, async () => {
      const post = await writer.post(`Words of ${writer.name}`);
      await until("the post", () => reader.seen(post));
      const reply = await reader.reply(post, "An answer");
      await until("the answer in its place", async () => (await writer.seen(reply))?.inReplyTo === post);
      await reader.like(post);
      await until("the like", async () => await writer.likes(post) === 1);
    });
  }
}

async function talk(proxy, folder, sides) {
  const backend = await freePort(kHere);
  const gate = await before(proxy, "front", backend, folder);
  const runner = await before(proxy, "runner", await freePort(kHere), folder);
  const stranger = await before(proxy, "stranger", await freePort(kHere), folder);
  const front = await node(folder, backend, gate.origin, { HALLWAY_PROXY_TRUSTED: kHere });
  const port = await freePort(kHere);
  const direct = await node(folder, port, `https://direct.localhost:${port}`,
    { HALLWAY_TLS_CERT: kCertificate.cert, HALLWAY_TLS_KEY: kCertificate.key });
  front.name = `A node behind ${gate.name}`;
  direct.name = "one without";
  for (const side of [gate, runner, stranger, front, direct]) {
    await side.start();
    sides.unshift(side);
  }
  await acquaint(front, direct.domain, new URL(runner.origin).host, new URL(stranger.origin).host);
  await acquaint(direct, front.domain);
  await federates(front, direct);
  for (const text of ["One", "Two"]) await front.post(text); // an order needs two
  await conforms(front, runner, stranger);
  await behind(front, gate, () => readFileSync(front.process.log, "utf8"));
}

for (const proxy of proxies.map((one) => one.split("="))) {
  console.log(`\n${proxy[0]}`);
  await session(`behind-${proxy[0]}`, (folder, sides) => talk(proxy, folder, sides));
}
end();
