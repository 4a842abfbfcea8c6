// The rules of @socialweb.coop/activitypub-testing, asked of an actor and a post of a node that this
// starts; what came of them in the table of conformance/run. Usage: node drive.js HALLWAY

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { activityPubTestCases } from "@socialweb.coop/activitypub-testing/test-cases";
import { summary, table } from "../blackbox/report.js";
import { HallwaySide } from "../support/hallway_side.js";
import { freePort, stopAll } from "../support/processes.js";

const kHost = "127.0.0.9";
const kStreams = "https://www.w3.org/ns/activitystreams";

// Rules that do not apply here, though the package cannot see that. One that passes all the same is an error: then it no longer belongs here.
const kNotOurs = {
  "inbox-must-be-an-orderedcollection": "it reads an inbox as a stranger; what is in one is for its owner only",
  "outbox-post-servers-must-return-a-201-created-http-code": "it posts to an outbox; nobody can, clients use another API",
  "shares-collection-must-be-a-collection": "it takes a list or an object for `shares` but no address, which is what ours is",
};
// Rules about a post where the package would look at the actor.
const kOfPosts = ["likes-collection-must-be-a-collection", "shares-collection-must-be-a-collection"];

async function read(url) {
  const response = await fetch(url, { headers: { accept: "application/activity+json" } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

// What the rule asks for, by the range that it names.
function inputsOf(rule, { actor, post }) {
  const object = kOfPosts.includes(rule.slug) ? post : actor;
  const inputs = {};
  for (const [name, { type, rangeIncludes: range = [], required }] of Object.entries(rule.inputs)) {
    const isAddress = type === "xsd:anyUri";
    if (range.includes(`${kStreams}#Actor`)) inputs[name] = isAddress ? actor.id : JSON.stringify(object);
    else if (range.includes(`${kStreams}#outbox`)) inputs[name] = actor.outbox;
    else if ([type].flat().includes("TimeLimit")) inputs[name] = "T10S";
    else if (required) throw new Error(`${rule.slug} wants ${name}, which is new`);
  }
  return inputs;
}

const kResults = { passed: "pass", failed: "fail", inapplicable: "n/a" };

async function ask(rule, documents) {
  const row = { spec: "activitypub-testing 0.7.0", section: rule.uuid.slice(0, 8), level: "MUST", says: rule.name.trim() };
  const { outcome, info } = await rule.run(inputsOf(rule, documents)).catch((error) => ({ outcome: "failed", info: String(error) }));
  const reason = kNotOurs[rule.slug];
  if (!reason) return { ...row, result: kResults[outcome] ?? "fail", why: outcome === "passed" ? undefined : info };
  if (outcome === "failed") return { ...row, result: "n/a", why: reason };
  return { ...row, result: "fail", why: `it is ${outcome}, though it was thought not to apply` };
}

async function session(binary, folder) {
  const node = new HallwaySide({ binary, host: kHost, port: await freePort(kHost), folder });
  await node.create();
  await node.start();
  const post = await read(await node.post("Written for activitypub-testing."));
  await node.learnActor();
  const actor = await read(node.actor);
  const results = [];
  for (const rule of activityPubTestCases) results.push(await ask(rule, { actor, post }));
  const how = await node.stop();
  if (how !== 0) throw new Error(`the node ended with ${how}:\n${node.process.tail()}`);
  return results;
}

process.on("exit", stopAll);
const folder = mkdtempSync(join(tmpdir(), "hallway-rules-"));
try {
  const results = await session(process.argv[2], folder);
  console.log(`${table(results)}\n\n${summary(results)}`);
  process.exitCode = results.some((row) => row.result === "fail") ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
