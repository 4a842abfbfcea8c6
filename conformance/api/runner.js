// Asks a server for every method, one after the other.

import { Check } from "./check.js";
import { kOwnRows, kRows } from "./methods.js";
import { World } from "./world.js";

export { kOwnRows, kRows };

// One result a method: { group, at, result, why }.
export async function run(options, rows = kRows) {
  const world = new World(options);
  const results = [];
  for (const row of rows) results.push({ group: row.group, at: row.at, ...await new Check(row, world).run() });
  return results;
}

export function count(results) {
  const counts = { correct: 0, wrong: 0, missing: 0, "n/a": 0 };
  for (const { result } of results) counts[result] += 1;
  return counts;
}
