import { describe, expect, test } from "vitest";
import { addressIn, inOrder, planOf, readTable } from "./bring";
import { toCsv } from "./csv";
import { fileNames, headsOf, tableNames } from "./own-data";

describe("which table it is", () => {
  test.each([
    ["x.csv", "Account address,Show boosts,Notify on new posts,Languages\r\na@b.example,true,false,\r\n", "following", 1],
    ["x.csv", "\ufeffAccount address,Hide notifications\na@b.example,true\n", "mutes", 1],
    ["blocked_accounts.csv", "a@b.example\n", "blocks", 1],
    ["blocked_domains.csv", "bad.example\n", "domains", 1],
    ["following_accounts (1).csv", "a@b.example\n\nc@d.example", "following", 2],
    ["x.csv", "#domain\nbad.example\n", "domains", 1],
    ["x.csv", "bad.example\n", "domains", 1],
    ["x.csv", "https://b.example/1\n", "bookmarks", 1],
    ["x.csv", '"Kilns, hot",a@b.example\n', "lists", 1],
    ["x.csv", "a@b.example\n", null, 1], // followed, blocked, muted?
    ["x.csv", "", null, 0],
  ])("%s: %j", (name, text, kind, rows) => {
    const table = readTable(name, text);
    expect([table.kind, table.rows.length]).toEqual([kind, rows]);
  });

  test("each table that is saved here is known again", () => {
    for (const kind of tableNames) expect(readTable(fileNames[kind], toCsv([headsOf[kind] ?? [], ["x"]].filter((row) => row.length))).kind).toBe(kind);
  });
});

test.each([["lena@Ceramics.example", "lena@ceramics.example"], [" @a@b.example ", "a@b.example"], ["acct:a@b.example", "a@b.example"], ["a@127.0.0.1:8080", "a@127.0.0.1:8080"]])(
  "%j is an address", (cell, address) => expect(addressIn(cell)).toBe(address));
test.each(["lena", "@lena", "a@b", "a@b@c.example", "https://b.example/@a", "a @b.example", ""])("%j is none", (cell) => expect(addressIn(cell)).toBeNull());

describe("what is to be done", () => {
  test("without what is so already, twice the same, and lines that say nothing", () => {
    const table = readTable("following.csv", "A@b.example\nnew@b.example\nNEW@B.example\nlena\n");
    expect(planOf("following", table, [["a@b.example", "true", "false", ""]])).toEqual({ kind: "following", left: [{ kind: "following", row: ["new@b.example", "", "", ""] }], done: 1, wrong: [["lena"]] });
  });

  test("what the table wants otherwise is done again", () => {
    const table = readTable("x.csv", "Account address,Show boosts,Notify on new posts,Languages\na@b.example,FALSE,false,\"en,de\"\nc@b.example,true,false,\n");
    const here = [["a@b.example", "true", "false", ""], ["c@b.example", "true", "false", ""]];
    expect(planOf("following", table, here).left.map((task) => task.row)).toEqual([["a@b.example", "false", "false", "en, de"]]);
  });

  test("columns are found by their names, in any order", () => {
    const table = readTable("x.csv", "Account address,Languages,Show boosts\na@b.example,de,false\n");
    expect(planOf("following", table, []).left[0]!.row).toEqual(["a@b.example", "false", "", "de"]);
  });

  test("lists are told apart by their names, bookmarks by every letter", () => {
    const lists = readTable("lists.csv", "Kilns,a@b.example\nkilns,a@b.example\n,c@b.example\n");
    expect(planOf("lists", lists, [["Kilns", "A@b.example"]])).toMatchObject({ done: 1, left: [{ row: ["kilns", "a@b.example"] }], wrong: [["", "c@b.example"]] });
    const marks = readTable("bookmarks.csv", "https://b.example/1\nhttps://b.example/A\njavascript:alert(1)\n");
    expect(planOf("bookmarks", marks, [["https://b.example/a"]])).toMatchObject({ done: 0, left: [{}, {}], wrong: [["javascript:alert(1)"]] });
  });

  test("people are followed before they are put on lists", () => {
    const lists = planOf("lists", readTable("lists.csv", "K,a@b.example"), []);
    const following = planOf("following", readTable("following.csv", "a@b.example"), []);
    expect(inOrder([lists, following]).map((task) => task.kind)).toEqual(["following", "lists"]);
  });
});
