// Asks the server under test one row after the other, and tells what came of each.

import { Broken, MUST, NotApplicable } from "./clause.js";
import activitystreams from "./clauses/activitystreams.js";
import actors from "./clauses/actors.js";
import delivery from "./clauses/delivery.js";
import forwarding from "./clauses/forwarding.js";
import hostMeta from "./clauses/host_meta.js";
import http from "./clauses/http.js";
import nodeinfo from "./clauses/nodeinfo.js";
import signatures from "./clauses/signatures.js";
import webfinger from "./clauses/webfinger.js";
import { Subject } from "./subject.js";

export const kRows = [...webfinger, ...hostMeta, ...nodeinfo, ...activitystreams, ...actors, ...http, ...signatures, ...delivery, ...forwarding];

async function ask(row, subject) {
  try {
    await row.check(subject);
    return { result: "pass" };
  } catch (error) {
    if (error instanceof NotApplicable) return { result: "n/a", why: error.message };
    // What breaks the question itself (a connection that ends, say) is the server's failure, too.
    return { result: "fail", why: error instanceof Broken ? error.message : String(error.stack ?? error).split("\n").slice(0, 2).join(" ") };
  }
}

// One result a row: the row's own columns, `result` ("pass", "fail", "n/a") and `why`.
export async function run(options, rows = kRows) {
  const subject = new Subject(options);
  await subject.start();
  const results = [];
  try {
    for (const row of rows) {
      const { check: _, ...columns } = row;
      results.push({ ...columns, ...await ask(row, subject) });
    }
  } finally {
    await subject.stop();
  }
  return results;
}

export function count(results) {
  const counts = { pass: 0, fail: 0, "n/a": 0, broken: 0 };
  for (const { result, level } of results) {
    counts[result] += 1;
    if (result === "fail" && level === MUST) counts.broken += 1;
  }
  return counts;
}
