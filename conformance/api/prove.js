// Proves that the rows can fail: a proxy before a node makes one thing wrong at a time (mutations.js),
// and exactly the methods must turn red that the mutation names. Asked again are those rows that have
// to do with what it changes.
//   node prove.js HALLWAY [TEXT]     only mutations whose name contains TEXT

import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopAll } from "../support/processes.js";
import { filled } from "./call.js";
import { Check } from "./check.js";
import { hallwayWorld } from "./hallway_world.js";
import { kMutations } from "./mutations.js";
import { Proxy } from "./proxy.js";
import { kOwnRows, kRows as kAll } from "./runner.js";
import { World } from "./world.js";

// What administrators do to people ends their tokens, with which all else is asked again.
const kRows = [...kAll, ...kOwnRows].filter((row) => !row.group.startsWith("admin/"));
const asking = new AsyncLocalStorage();

// Knows what each row has asked, also by what was made for another before.
class Watched extends World {
  constructor(options) {
    super(options);
    const { api } = this, ask = api.ask.bind(api);
    api.ask = (at, how = {}) => {
      const [method, pattern] = at.split(" ");
      const path = /^https?:/.test(pattern) ? new URL(pattern).pathname : filled(pattern, how.path);
      asking.getStore()?.add(`${method} ${path}`);
      return ask(at, how);
    };
  }
  once(name, make) {
    const known = super.once(name, () => {
      const asked = new Set();
      return { asked, value: asking.run(asked, make) };
    });
    const asker = asking.getStore();
    return Promise.resolve(known.value).finally(() => { for (const one of known.asked) asker?.add(one); });
  }
}

async function results(options, rows) {
  const world = new Watched(options), found = new Map();
  for (const row of rows) {
    const asked = new Set();
    found.set(row.at, { ...await asking.run(asked, () => new Check(row, world).run()), asked: [...asked] });
  }
  return found;
}

let passed = 0, failed = 0;
function tell(name, problems) {
  if (problems.length === 0) passed += 1; else failed += 1;
  if (problems.length > 0) console.log(`FAIL  ${name}\n${problems.map((one) => `      ${one}`).join("\n")}`);
}

function* problems(mutation, right, wrong) {
  const wanted = { wrong: mutation.red ?? [], missing: mutation.missing ?? [] };
  for (const [kind, list] of Object.entries(wanted)) {
    for (const at of list) if (wrong.get(at)?.result !== kind) yield `not ${kind}: ${at}`;
  }
  for (const [at, { result, why }] of wrong) {
    const named = [...wanted.wrong, ...wanted.missing].includes(at);
    if (!named && result !== right.get(at).result) yield `${result}, but should not be: ${at} (${why.join("; ")})`;
  }
  for (const at of [...wanted.wrong, ...wanted.missing]) if (right.get(at)?.result !== "correct") yield `it proves nothing of ${at}, which is ${right.get(at)?.result}`;
}

const folder = mkdtempSync(join(tmpdir(), "hallway-api-"));
for (const name of ["here", "there"]) mkdirSync(join(folder, name));
process.on("exit", () => { stopAll(); rmSync(folder, { recursive: true, force: true }); });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const [binary, only = ""] = process.argv.slice(2);
const world = await hallwayWorld({ binary, folder, host: "127.0.0.11", remoteHost: "127.0.0.12" });
const proxy = new Proxy(world.options.base);
await proxy.start("127.0.0.11");
const options = { ...world.options, base: proxy.origin };
const right = await results(options, kRows);
for (const mutation of kMutations.filter((one) => one.name.includes(only))) {
  proxy.mutation = mutation;
  const rows = kRows.filter((row) => !row.seldom && right.get(row.at).asked.some((one) => mutation.at.test(one)));
  tell(mutation.name, [...problems(mutation, right, await results(options, rows))]);
}
proxy.mutation = {};
const again = await results(options, kRows.filter((row) => !row.seldom && right.get(row.at).result === "correct"));
tell("without a mutation nothing is red", [...again].filter(([, row]) => row.result !== "correct").map(([at, row]) => `${row.result}: ${at} (${row.why.join("; ")})`));
proxy.stop();
await world.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
