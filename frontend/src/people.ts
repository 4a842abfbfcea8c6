// Colleagues as a chart: who reports to whom.

import type { Colleague } from "./entities";

export interface Branch {
  person: Colleague;
  below: Branch[];
}

// A tree for each who reports to nobody in the list. Of a circle, in which everybody reports to
// somebody, the first of the list stands at the top.
export function treesOf(people: Colleague[]): Branch[] {
  const known = new Set(people.map((one) => one.id));
  const below = new Map<string, Colleague[]>();
  const tops: Colleague[] = [];
  for (const person of people) {
    const above = person.manager?.id;
    if (above === undefined || above === person.id || !known.has(above)) tops.push(person);
    else below.set(above, [...(below.get(above) ?? []), person]);
  }
  const placed = new Set<string>();
  const branch = (person: Colleague): Branch => {
    placed.add(person.id);
    return { person, below: (below.get(person.id) ?? []).filter((one) => !placed.has(one.id)).map(branch) };
  };
  const trees = tops.map(branch);
  for (const person of people) if (!placed.has(person.id)) trees.push(branch(person));
  return trees;
}
