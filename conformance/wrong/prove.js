// Proves that the runner can fail: against a right server nothing may be red, and each mutation of it
// must turn exactly its rows red. Every row must be among those of some mutation.
//   node prove.js [TEXT]     only mutations whose name contains TEXT

import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { kRows, run } from "../blackbox/runner.js";
import { kMutations } from "./mutations.js";
import { WrongServer } from "./server.js";

// What no plain http server on a port of its own can show.
const kOutOfReach = ["webfinger.https", "acct.form"];
const kPatience = 400; // ms; everything here happens at once
const kMorePatience = 3000; // on a busy machine it does not: what looked wrong is looked at again
const kAtOnce = 20; // in a thread


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

// Most of the time is computing, and a thread has one processor: each takes every so many'th.
async function proveSome({ only, first, step }) {
  if (first === 0) {
    tell("a right server", await problemsWith({}, (rows) => [
      ...problemsOf(rows, []),
      ...rows.filter((row) => row.result === "n/a" && !kOutOfReach.includes(row.id)).map((row) => `not applicable: ${row.id} (${row.why})`),
    ]));
  }
  const waiting = kMutations.filter((mutation) => mutation.name.includes(only)).filter((_, at) => at % step === first);
  await Promise.all(Array.from({ length: kAtOnce }, async () => {
    for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
      tell(mutation.name, await problemsWith(mutation, (rows) => problemsOf(rows, mutation.red)));
    }
  }));
}

const tell = (name, problems) => parentPort.postMessage({ name, problems });

async function proveAll(only) {
  let passed = 0, failed = 0;
  const count = ({ name, problems }) => {
    if (problems.length === 0) passed += 1; else failed += 1;
    if (problems.length > 0) console.log(`FAIL  ${name}\n${problems.map((one) => `      ${one}`).join("\n")}`);
  };
  const step = availableParallelism();
  await Promise.all(Array.from({ length: step }, (_, first) => new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { only, first, step } });
    worker.on("message", count);
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  })));
  const covered = new Set(kMutations.flatMap((mutation) => mutation.red));
  count({ name: "every row has a mutation that it catches", problems: kRows.map((row) => row.id)
    .filter((id) => !covered.has(id) && !kOutOfReach.includes(id)).map((id) => `none: ${id}`) });
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

await (isMainThread ? proveAll(process.argv[2] ?? "") : proveSome(workerData));
