// Tables as text (RFC 4180), as servers of the fediverse export and import them.

export function toCsv(rows: string[][]): string {
  return rows.map((row) => `${row.map(quoted).join(",")}\n`).join("");
}

const quoted = (field: string): string => (/[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

// Each row with its fields; empty rows are none.
export function fromCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const [field, end] = fieldAt(text, at);
    row.push(field);
    at = end + 1;
    if (text[end] === ",") {
      if (at < text.length) continue;
      row.push("");
    }
    if (text[end] === "\r" && text[at] === "\n") at += 1;
    if (row.some((one) => one !== "")) rows.push(row);
    row = [];
  }
  return rows;
}

// What stands there, and where it ends: at a comma, the end of the line or of the text.
function fieldAt(text: string, from: number): [string, number] {
  let field = "";
  let at = from;
  while (text[at] === '"') {
    const close = text.indexOf('"', at + 1);
    const end = close < 0 ? text.length : close;
    field += text.slice(at + 1, end);
    at = end + 1;
    if (text[at] === '"') field += '"'; // two stand for one
  }
  const rest = text.slice(at).search(/[,\r\n]/);
  const end = rest < 0 ? text.length : at + rest;
  return [field + text.slice(at, end), end];
}
