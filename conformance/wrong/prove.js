// Proves that the runner can fail: against a right server nothing may be red, and each mutation of it
// must turn exactly its rows red. Every row must be among those of some mutation.
//   node prove.js [TEXT]     only mutations whose name contains TEXT

import { kRows, run } from "../blackbox/runner.js";
import { kMutations } from "./mutations.js";
import { WrongServer } from "./server.js";

// What no plain http server on a port of its own can show.
const kOutOfReach = ["webfinger.https", "acct.form"];
const kPatience = 400; // ms; everything here happens at once
const kMorePatience = 3000; // on a busy machine it does not: what looked wrong is looked at again
const kAtOnce = 20; // most of the time is waiting

let passed = 0, failed = 0;
function tell(name, problems) {
  if (problems.length === 0) passed += 1; else failed += 1;
  if (problems.length > 0) console.log(`FAIL  ${name}\n${problems.map((one) => `      ${one}`).join("\n")}`);
}

async function results(mutation, patience) {
  const server = new WrongServer(mutation);
  await server.start();
  try {
    return await run({ base: server.origin, user: "ann", token: "secret", patience });
  } finally {
    await server.stop();
  }
}

const problemsOf = (rows, expected) => [
  ...rows.filter((row) => row.result === "fail" && !expected.includes(row.id)).map((row) => `red, but should not be: ${row.id} (${row.why})`),
  ...expected.filter((id) => rows.find((row) => row.id === id)?.result !== "fail").map((id) => `not red: ${id} (${rows.find((row) => row.id === id)?.why})`),
];

async function problemsWith(mutation, problems) {
  const found = problems(await results(mutation, kPatience));
  return found.length > 0 ? problems(await results(mutation, kMorePatience)) : found;
}

const only = process.argv[2] ?? "";
tell("a right server", await problemsWith({}, (rows) => [
  ...problemsOf(rows, []),
  ...rows.filter((row) => row.result === "n/a" && !kOutOfReach.includes(row.id)).map((row) => `not applicable: ${row.id} (${row.why})`),
]));
const waiting = kMutations.filter((mutation) => mutation.name.includes(only));
await Promise.all(Array.from({ length: kAtOnce }, async () => {
  for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
    tell(mutation.name, await problemsWith(mutation, (rows) => problemsOf(rows, mutation.red)));
  }
}));
const covered = new Set(kMutations.flatMap((mutation) => mutation.red));
tell("every row has a mutation that it catches", kRows.map((row) => row.id)
  .filter((id) => !covered.has(id) && !kOutOfReach.includes(id)).map((id) => `none: ${id}`));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
