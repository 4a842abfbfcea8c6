// The table that people read.

import { count } from "./runner.js";

const kMarks = { pass: "pass", fail: "FAIL", "n/a": "n/a " };

function wrapped(mark, { section, level, says, why }) {
  const line = `  ${mark}  ${section.padEnd(10)} ${level.padEnd(6)} ${says}`;
  return why ? `${line}\n${" ".repeat(26)}${mark === "FAIL" ? "" : "not applicable: "}${why}` : line;
}

// Rows under the heading of their specification, in the order of their first rows.
export function table(results) {
  const groups = new Map();
  for (const row of results) groups.set(row.spec, [...groups.get(row.spec) ?? [], row]);
  const lines = [];
  for (const [spec, rows] of groups) {
    const { pass, fail, "n/a": none } = count(rows);
    lines.push("", `${spec}: ${pass} passed, ${fail} failed${none ? `, ${none} not applicable` : ""}`);
    for (const row of rows) lines.push(wrapped(kMarks[row.result], row));
  }
  return lines.join("\n");
}

export function summary(results) {
  const { pass, fail, "n/a": none, broken } = count(results);
  return `${none} not applicable; ${broken} of what failed is a MUST\n${pass} passed, ${fail} failed`;
}
