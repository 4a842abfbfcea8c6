import { expect, test } from "vitest";
import { fromCsv, toCsv } from "./csv";

test("what needs it is quoted", () => {
  expect(toCsv([["plain", 'says "no"', "a,b", "two\nlines", "", " x"]])).toBe('plain,"says ""no""","a,b","two\nlines",," x"\n');
});

test.each([
  [[["a", "b"], ["c", "d"]]],
  [[['"', '""'], [",", "\n"], ["\r\n", "é 窯"]]],
  [[["a", ""], ["", "b"]]],
  [[["one"]]],
])("what was written is read again: %j", (rows) => expect(fromCsv(toCsv(rows))).toEqual(rows));

test.each([
  ["a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]],
  ["a\rb", [["a"], ["b"]]],
  ["\ufeffAccount address,Show boosts\nada@b.example,true", [["Account address", "Show boosts"], ["ada@b.example", "true"]]],
  ["\n\na\n\n", [["a"]]],
  ["a,", [["a", ""]]],
  ['"never closed', [["never closed"]]],
  ['"a"b,c', [["ab", "c"]]],
  ["", []],
])("%j is read", (text, rows) => expect(fromCsv(text)).toEqual(rows));
