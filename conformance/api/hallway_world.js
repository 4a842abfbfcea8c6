// Two nodes on loopback with people who have tokens: what the rows ask.

import { HallwaySide } from "../support/hallway_side.js";
import { freePort, output } from "../support/processes.js";
import { kRows } from "./runner.js";

const kOthers = ["ben", "cho", "dee"];
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

// The node that is asked, with everybody in it; not started.
async function people(node) {
  for (const name of kOthers) await output(node.binary, ["account", "add", name, "--data", node.data], { env: node.env });
  await output(node.binary, ["account", "add", "boss", "--role", "admin", "--data", node.data], { env: node.env });
  const scopes = [...new Set(kRows.map((row) => row.scope))].filter(Boolean).filter((scope) => scope !== "app");
  const admins = scopes.filter((scope) => scope.startsWith("admin:"));
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
  const known = await people(node);
  await Promise.all([node.start(), far.start()]);
  const post = async (status) => far.api("POST", "/api/v1/statuses", { status, visibility: "public" });
  const { url } = await post("From elsewhere");
  return {
    node, far, options: { base: node.origin, ...known, remote: { acct: far.handle.slice(1), statusUrl: url, post } },
    async stop() {
      for (const side of [node, far]) {
        const how = await side.stop();
        if (how !== 0) throw new Error(`a node ended with ${how}:\n${side.process.tail()}`);
      }
    },
  };
}
