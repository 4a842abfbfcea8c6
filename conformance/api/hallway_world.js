// Two nodes on loopback with people who have tokens: what the rows ask.

import { mkdirSync, writeFileSync } from "node:fs";
import { HallwaySide } from "../support/hallway_side.js";
import { freePort, output } from "../support/processes.js";
import { kRows } from "./runner.js";

const kOthers = ["ben", "cho", "dee"];
const kSpare = 8;
const kScopes = "read write follow push profile";

// A new token of that account, made by the command line.
async function token(node, name, scopes) {
  const printed = await output(node.binary, ["token", name, "--data", node.data, "--scopes", scopes], { env: node.env });
  return printed.trim().split(/\s+/).pop();
}

async function tokensFor(node, name, scopes) {
  const made = {};
  for (const scope of scopes) made[scope] = await token(node, name, scope);
  return made;
}

// What a node has to say and to permit for every method to have an answer; of it, what this node knows.
const kTold = {
  HALLWAY_LIMITS_API_REQUESTS: "0", HALLWAY_LIMITS_API_UPLOADS: "0", HALLWAY_LIMITS_API_DELETIONS: "0",
  HALLWAY_REGISTRATION_MODE: "approval", HALLWAY_ABOUT_RULES_FILE: "about.txt", HALLWAY_ABOUT_CONTACT_ACCOUNT: "hal",
  HALLWAY_ABOUT_DESCRIPTION_FILE: "about.txt", HALLWAY_ABOUT_PRIVACY_FILE: "privacy.txt", HALLWAY_ABOUT_TERMS_FOLDER: "terms", HALLWAY_ABOUT_DOMAIN_BLOCKS: "all",
};

async function tell(node) {
  let section = "";
  const known = new Set();
  for (const line of (await output(node.binary, ["config", "show", node.data], { env: node.env })).split("\n")) {
    section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section;
    known.add(`HALLWAY_${section}_${line.split(" = ")[0]}`.toUpperCase());
  }
  for (const [name, value] of Object.entries(kTold)) if (known.has(name)) node.env[name] = value;
  mkdirSync(`${node.data}/terms`);
  for (const file of ["about.txt", "privacy.txt", "terms/2020-01-01.txt"]) writeFileSync(`${node.data}/${file}`, "For conformance.\n");
  if (/^  announcement /m.test(await output(node.binary, ["--help"]))) await node.run("announcement", "add", "Welcome", "--data", node.data);
}

// The node that is asked, with everybody in it; not started.
async function people(node) {
  const run = (...words) => output(node.binary, [...words, "--data", node.data], { env: node.env });
  for (const name of kOthers) await run("account", "add", name);
  await output(node.binary, ["account", "add", "boss", "--role", "admin", "--data", node.data], { env: node.env });
  const scopes = [...new Set(kRows.map((row) => row.scope))].filter(Boolean).filter((scope) => scope !== "app");
  const admins = scopes.filter((scope) => scope.startsWith("admin:"));
  for (let i = 0; i < kSpare; i += 1) await token(node, "hal", "profile push"); // to be ended
  const others = [];
  for (const name of kOthers) others.push({ token: await token(node, name, kScopes) });
  return {
    people: [{ token: await token(node, "hal", kScopes) }, ...others],
    tokens: await tokensFor(node, "hal", scopes.filter((scope) => !scope.startsWith("admin:"))),
    narrow: await token(node, "hal", "push"), reader: await token(node, "hal", "read"), pretender: await token(node, "hal", "admin"),
    admin: { token: await token(node, "boss", `${kScopes} admin`), tokens: await tokensFor(node, "boss", admins) },
  };
}

// Both nodes, running; what `new World(...)` takes; `stop()` ends them and says how each ended.
export async function hallwayWorld({ binary, folder, host, remoteHost }) {
  const make = async (name, at) => new HallwaySide({ binary, host: at, port: await freePort(at), folder: `${folder}/${name}` });
  const [node, far] = [await make("here", host), await make("there", remoteHost)];
  await Promise.all([node.create(), far.create()]);
  await tell(node);
  const known = await people(node);
  await Promise.all([node.start(), far.start()]);
  const post = async (status) => far.api("POST", "/api/v1/statuses", { status, visibility: "public" });
  const { url } = await post("From elsewhere");
  return {
    node, far, options: { base: node.origin, patient: false, ...known, remote: { acct: far.handle.slice(1), statusUrl: url, post } },
    async stop() {
      for (const side of [node, far]) {
        const how = await side.stop();
        if (how !== 0) throw new Error(`a node ended with ${how}:\n${side.process.tail()}`);
      }
    },
  };
}
