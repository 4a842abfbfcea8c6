import { describe, expect, test } from "vitest";
import type { Filter, FilterResult, Status } from "./entities";
import { filterBody, filterFormOf, newFilter, wordsToFilter } from "./filter-form";
import { veilOf } from "./filters";

const met = (title: string, filter_action: FilterResult["filter"]["filter_action"], context = ["home"], expires_at: string | null = null): FilterResult => ({
  filter: { id: title, title, context, expires_at, filter_action },
});
const post = (...filtered: FilterResult[]): Status => ({ account: { id: "7" }, filtered }) as unknown as Status;

describe("what is kept from sight", () => {
  test("is what the strongest filter asks for that holds there", () => {
    expect(veilOf(post(met("a", "blur"), met("b", "warn"), met("c", "warn")), "home", "1")).toEqual({ act: "warn", titles: ["b", "c"] });
    expect(veilOf(post(met("a", "warn"), met("b", "hide")), "home", "1")).toEqual({ act: "hide", titles: ["b"] });
  });
  test("is nothing elsewhere, after its time, without filters, or of what one wrote", () => {
    const nothing = { act: null, titles: [] };
    expect(veilOf(post(met("a", "hide", ["thread"])), "home", "1")).toEqual(nothing);
    expect(veilOf(post(met("a", "hide")), null, "1")).toEqual(nothing);
    expect(veilOf(post(met("a", "hide", ["home"], "2026-01-01T00:00:00Z")), "home", "1", Date.parse("2026-01-02"))).toEqual(nothing);
    expect(veilOf(post(met("a", "hide")), "home", "7")).toEqual(nothing);
    expect(veilOf({ account: { id: "7" } } as Status, "home", "1")).toEqual(nothing);
  });
});

describe("a filter for the node", () => {
  const known: Filter = {
    id: "5", title: "Lunch", context: ["home", "thread"], expires_at: "2030-01-01T00:00:00.000Z", filter_action: "hide",
    keywords: [{ id: "1", keyword: "soup", whole_word: true }, { id: "2", keyword: "salad", whole_word: false }], statuses: [],
  };
  test("keeps what was not touched, and forgets the words that are gone", () => {
    const form = filterFormOf(known);
    form.words = [{ ...form.words[0]!, text: " stew " }, { id: "", text: "  ", whole: true }, { id: "", text: "#lunch", whole: false }];
    expect(filterBody(form, known)).toEqual({
      title: "Lunch", context: ["home", "thread"], filter_action: "hide",
      keywords_attributes: [{ id: "1", keyword: "stew", whole_word: true }, { keyword: "#lunch", whole_word: false }, { id: "2", _destroy: true }],
    });
  });
  test("ends when it is told to, or never", () => {
    expect(filterBody({ ...filterFormOf(known), until: "never" }, known)).toMatchObject({ expires_in: "" });
    expect(filterBody({ ...newFilter("soup"), until: "3600" }, null)).toMatchObject({ expires_in: "3600" });
  });
  test("is called by its first word where it has no name", () => {
    expect(filterBody({ ...newFilter(), words: [{ id: "", text: "soup", whole: true }] }, null)).toMatchObject({ title: "soup" });
  });
});

test("words to filter are a post's tags, then its longer words, each once", () => {
  expect(wordsToFilter(["kiln"], "The Kilns burn at https://kiln.example/now, says @ada@b.example: kilns! #kiln", "en")).toEqual(["#kiln", "Kilns"]);
  expect(wordsToFilter([], "窯の温度が高い", "ja")).toContain("温度");
});
