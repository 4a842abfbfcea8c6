// The table that people read.

import { count } from "./runner.js";

const kMarks = { correct: "correct", wrong: "WRONG  ", missing: "missing", "n/a": "n/a    " };

const lines = ({ at, result, why }) => [`  ${kMarks[result]}  ${at}`, ...why.map((one) => `             ${one}`)];

export function table(results) {
  const groups = new Map();
  for (const row of results) groups.set(row.group, [...groups.get(row.group) ?? [], row]);
  return [...groups].flatMap(([group, rows]) => {
    const { correct, wrong, missing, "n/a": none } = count(rows);
    const tail = none ? `, ${none} not applicable` : "";
    return ["", `${group}: ${correct} correct, ${wrong} wrong, ${missing} missing${tail}`, ...rows.flatMap(lines)];
  }).join("\n");
}

export function summary(results) {
  const { correct, wrong, missing, "n/a": none } = count(results);
  return `${results.length} methods: ${correct} correct, ${wrong} wrong, ${missing} missing${none ? `, ${none} not applicable` : ""}`;
}
