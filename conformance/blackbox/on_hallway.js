// Starts a node on loopback and asks it every row: node on_hallway.js HALLWAY

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HallwaySide } from "../support/hallway_side.js";
import { freePort, stopAll } from "../support/processes.js";
import { summary, table } from "./report.js";
import { run } from "./runner.js";

const kHost = "127.0.0.7";

async function ask(binary, folder) {
  const node = new HallwaySide({ binary, host: kHost, port: await freePort(kHost), folder });
  await node.create();
  await node.start();
  const results = await run({ base: node.origin, user: "hal", token: node.token, listen: { host: "127.0.0.8" } });
  const how = await node.stop();
  if (how !== 0) throw new Error(`the node ended with ${how}:\n${node.process.tail()}`);
  return results;
}

process.on("exit", stopAll);
const folder = mkdtempSync(join(tmpdir(), "hallway-conformance-"));
try {
  const results = await ask(process.argv[2], folder);
  console.log(`${table(results)}\n\n${summary(results)}`);
  // Of ours every row is looked at, not only those that are a MUST.
  process.exitCode = results.some((row) => row.result === "fail") ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
