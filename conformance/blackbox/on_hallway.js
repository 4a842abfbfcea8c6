// Starts a node on loopback and asks it every row: node on_hallway.js HALLWAY

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HallwaySide } from "../support/hallway_side.js";
import { freePort, stopAll } from "../support/processes.js";
import { summary, table } from "./report.js";
import { run } from "./runner.js";

const kHost = "127.0.0.7";
// What a node on plain http, on a numeric address with a port, cannot show; and JRD properties, of
// which ours has none. Anything else is asked, and what is said here to be none must be none.
const kNotApplicable = ["webfinger.https", "webfinger.properties", "acct.form", "acct.host-case"];

async function ask(binary, folder) {
  const node = new HallwaySide({ binary, host: kHost, port: await freePort(kHost), folder });
  await node.create();
  await node.start();
  for (const text of ["One", "Two"]) await node.post(text); // an order needs two
  const results = await run({ base: node.origin, user: "hal", token: node.token, listen: { host: "127.0.0.8" } });
  const how = await node.stop();
  if (how !== 0) throw new Error(`the node ended with ${how}:\n${node.process.tail()}`);
  return results;
}

process.on("exit", stopAll);
const folder = mkdtempSync(join(tmpdir(), "hallway-conformance-"));
try {
  const results = await ask(process.argv[2], folder);
  const surprising = results.filter((row) => (row.result === "n/a") !== kNotApplicable.includes(row.id));
  for (const row of surprising) console.log(`FAIL  ${row.id} is ${row.result}: is it to be among those that are not applicable?`);
  console.log(`${table(results)}\n\n${summary(results)}`);
  // Of ours every row is looked at, not only those that are a MUST.
  process.exitCode = surprising.length > 0 || results.some((row) => row.result === "fail") ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
