// What one had on another server, as the tables that it exported: read, and held against what is here.

import { fromCsv } from "./csv";
import { tableNames, type TableName } from "./own-data";

// One line: what is to be done, in the columns of own-data.ts. A column that the table does not have
// is empty.
export interface Task {
  kind: TableName;
  row: string[];
}

export interface Table {
  name: string; // of the file
  kind: TableName | null; // null: nothing tells which it is
  rows: string[][]; // without the line that names the columns
  head: string[];
}

// The columns, as Mastodon names them; those of `own-data.ts` in their order.
const columns: Record<TableName, string[]> = {
  following: ["account address", "show boosts", "notify on new posts", "languages"],
  lists: ["list name", "account address"],
  blocks: ["account address"],
  mutes: ["account address", "hide notifications"],
  domains: ["domain"],
  bookmarks: ["uri"],
};
const firsts = new Set(Object.values(columns).map(([first]) => first));

const named = (cell: string): string => cell.trim().replace(/^#/, "").toLowerCase();

export function readTable(name: string, text: string): Table {
  const rows = fromCsv(text);
  const head = firsts.has(named(rows[0]?.[0] ?? "")) ? (rows.shift() ?? []).map(named) : [];
  return { name, kind: kindOf(name, head, rows[0] ?? []), rows, head };
}

// By its columns, else by what the file is called, else by what stands in it.
function kindOf(name: string, head: string[], row: string[]): TableName | null {
  if (head.includes("show boosts")) return "following";
  if (head.includes("hide notifications")) return "mutes";
  const told = head[0] ? tableNames.find((kind) => columns[kind][0] === head[0] && head[0] !== "account address") : undefined;
  if (told) return told;
  const called: [RegExp, TableName][] = [[/domain/i, "domains"], [/follow/i, "following"], [/block/i, "blocks"], [/mute/i, "mutes"], [/bookmark/i, "bookmarks"], [/list/i, "lists"]];
  const known = called.find(([pattern]) => pattern.test(name));
  if (known) return known[1];
  if (/^https?:\/\//.test(row[0] ?? "")) return "bookmarks";
  if (addressIn(row[1] ?? "")) return "lists";
  return row.length === 1 && !addressIn(row[0] ?? "") && domainIn(row[0] ?? "") ? "domains" : null;
}

// "lena@ceramics.example", however it was written. A name alone was of the other server, which nobody
// knows here.
export function addressIn(cell: string): string | null {
  const found = /^(?:acct:)?@?([^@\s/]+)@([^@\s/]+)$/.exec(cell.trim());
  return found && domainIn(found[2]!) ? `${found[1]}@${found[2]!.toLowerCase()}` : null;
}

const domainIn = (cell: string): string | null => (/^[^\s/@:]+(\.[^\s/@:.]+|:\d+)+$|^localhost(:\d+)?$/.test(cell.trim()) ? cell.trim().toLowerCase() : null);
const linkIn = (cell: string): string | null => (/^https?:\/\/[^\s/]+/.test(cell.trim()) ? cell.trim() : null);
const flagIn = (cell: string): string => (/^(true|false)$/i.test(cell.trim()) ? cell.trim().toLowerCase() : "");
const tonguesIn = (cell: string): string => cell.split(/[\s,;]+/).filter(Boolean).join(", ");

// The row in our columns, or null where the line says nothing that can be done.
function rowIn(kind: TableName, cells: string[]): string[] | null {
  const [first = "", second = "", third = "", fourth = ""] = cells;
  const address = kind === "lists" ? addressIn(second) : addressIn(first);
  if (kind === "domains" || kind === "bookmarks") {
    const found = kind === "domains" ? domainIn(first) : linkIn(first);
    return found ? [found] : null;
  }
  if (!address || (kind === "lists" && !first.trim())) return null;
  if (kind === "following") return [address, flagIn(second), flagIn(third), tonguesIn(fourth)];
  if (kind === "mutes") return [address, flagIn(second)];
  return kind === "lists" ? [first.trim(), address] : [address];
}

// What two lines have in common that mean the same thing.
const keyOf = (kind: TableName, row: string[]): string => (kind === "bookmarks" ? row[0]! : kind === "lists" ? `${row[0]}\n${row[1]!.toLowerCase()}` : row[0]!.toLowerCase());

export interface Plan {
  kind: TableName;
  left: Task[];
  done: number; // that are so already
  wrong: string[][]; // lines that say nothing, as they stand in the table
}

// `here`: the rows that own-data.ts has of that kind.
export function planOf(kind: TableName, table: Pick<Table, "rows" | "head">, here: string[][]): Plan {
  const there = new Map(here.map((row) => [keyOf(kind, row), row]));
  const places = table.head.length ? columns[kind].map((name) => table.head.indexOf(name)) : null;
  const plan: Plan = { kind, left: [], done: 0, wrong: [] };
  const seen = new Set<string>();
  for (const line of table.rows) {
    const row = rowIn(kind, places ? places.map((at) => line[at] ?? "") : line);
    if (!row) plan.wrong.push(line);
    else if (seen.has(keyOf(kind, row))) continue;
    else if (isSo(row, there.get(keyOf(kind, row)))) plan.done += 1;
    else plan.left.push({ kind, row });
    if (row) seen.add(keyOf(kind, row));
  }
  return plan;
}

// As the table wants it; what it does not say may be anyhow. The first column has been compared.
const isSo = (row: string[], there: string[] | undefined): boolean => there !== undefined && row.every((cell, at) => at === 0 || cell === "" || cell.toLowerCase() === there[at]?.toLowerCase());

// People are followed before they are put on lists.
export const inOrder = (plans: Plan[]): Task[] => tableNames.flatMap((kind) => plans.filter((plan) => plan.kind === kind)).flatMap((plan) => plan.left);
