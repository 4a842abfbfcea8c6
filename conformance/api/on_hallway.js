// Starts nodes on loopback and asks one for every method: node on_hallway.js HALLWAY [TEXT]

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopAll } from "../support/processes.js";
import { hallwayWorld } from "./hallway_world.js";
import { summary, table } from "./report.js";
import { count, kOwnRows, kRows, run } from "./runner.js";

// What is not there, or not right, yet (not_yet.txt): [result, method, how what is wrong begins]. Any
// other that is missing has been lost.
const kNotYet = readFileSync(new URL("not_yet.txt", import.meta.url), "utf8").split("\n")
  .map((line) => /^(missing|wrong) (\S+ \S+)(?: (.*))?$/.exec(line)).filter(Boolean).map(([, result, at, begins = ""]) => ({ result, at, begins }));
const isKnown = ({ at, result, why }) => (result === "wrong"
  ? why.every((one) => kNotYet.some((known) => known.result === "wrong" && known.at === at && one.startsWith(known.begins)))
  : kNotYet.some((known) => known.result === result && known.at === at));

const folder = mkdtempSync(join(tmpdir(), "hallway-api-"));
for (const name of ["here", "there"]) mkdirSync(join(folder, name));
process.on("exit", () => { stopAll(); rmSync(folder, { recursive: true, force: true }); });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const [binary, only = ""] = process.argv.slice(2);
const world = await hallwayWorld({ binary, folder, host: "127.0.0.9", remoteHost: "127.0.0.10" });
// Ours come first: administrators end tokens and accounts.
const rows = [...kOwnRows, ...kRows].filter((row) => row.at.includes(only));
const results = await run(world.options, rows);
await world.stop();
console.log(`${table(results)}\n\n${summary(results)}`);
const bad = results.filter((row) => row.result !== "correct" && !isKnown(row));
for (const { at, result } of bad) console.log(`FAIL  ${at} is ${result}`);
for (const known of kNotYet) {
  const row = results.find(({ at }) => at === known.at);
  const still = row?.result === known.result && (known.result !== "wrong" || row.why.some((one) => one.startsWith(known.begins)));
  if (row && !still) console.log(`note  ${known.at} is ${row.result}: take this out of not_yet.txt: ${known.result} ${known.begins}`);
}
console.log(`${count(results).correct} passed, ${bad.length} failed`);
process.exitCode = bad.length > 0 ? 1 : 0;
