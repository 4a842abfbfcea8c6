// A talk of two servers: each step is one line of a table, and one that fails does not end the talk.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopAll } from "./processes.js";

let passed = 0, failed = 0;

process.on("exit", stopAll);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

export function equal(found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`);
}

function failure(text) {
  failed += 1;
  console.log(`FAIL  ${text}`);
}

// Ends with an error where `work` does not end: not all that is waited for has a limit of its own.
async function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("it had not ended after five minutes")), 300_000); });
  await Promise.race([work(), late]).finally(() => clearTimeout(timer));
}

export async function step(title, work) {
  const start = Date.now();
  try {
    await inTime(work);
    passed += 1;
    console.log(`ok    ${title.padEnd(64)} ${String(Date.now() - start).padStart(6)} ms`);
  } catch (error) {
    failure(`${title}\n      ${String(error.message).replaceAll("\n", "\n      ")}`);
  }
}

async function stop(side, before) {
  if (!side.process.child) return;
  const how = await side.stop();
  if (how !== 0) failure(`${side.name} ended with ${how}`);
  if (failed > before) console.log(`\n--- the last that ${side.name} said:\n${side.process.tail(30).slice(-6000)}`);
}

// `work` gets a folder of its own and returns nothing; what it adds to `sides` is stopped after it,
// and where something failed, the last that each said is shown.
export async function session(name, work) {
  const folder = mkdtempSync(join(tmpdir(), `hallway-${name}-`));
  const before = failed, sides = [];
  try {
    await work(folder, sides);
  } catch (error) {
    failure(error.stack);
  } finally {
    for (const side of sides) await stop(side, before);
    rmSync(folder, { recursive: true });
  }
}

export function end() {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
