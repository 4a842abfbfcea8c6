import { describe, expect, test } from "vitest";
import { adminPath, chatPath, newChatPath, peoplePath, placeAt, profilePath, searchPath, tagPath, threadPath, whoKnowsPath } from "./router.svelte";

const at = (path: string) => placeAt(new URL(path, "http://here.example"));

describe("addresses", () => {
  test.each([
    ["/app", { name: "home" }],
    ["/app/", { name: "home" }],
    ["/app/notifications", { name: "notifications" }],
    ["/app/who-knows?q=sea+salt", { name: "who-knows", question: "sea salt" }],
    ["/app/search", { name: "search", query: "" }],
    ["/app/@ada", { name: "profile", acct: "ada" }],
    ["/app/@yuki@design.localhost:8081/12", { name: "thread", acct: "yuki@design.localhost:8081", id: "12" }],
    ["/app/tags/caf%C3%A9", { name: "tag", tag: "café" }],
    ["/app/messages", { name: "messages" }],
    ["/app/messages/7", { name: "chat", id: "7", to: [] }],
    ["/app/messages/new?to=ada&to=lena@x", { name: "chat", id: null, to: ["ada", "lena@x"] }],
    ["/app/catch-up", { name: "catch-up" }],
    ["/app/admin", { name: "admin", room: "", thing: "" }],
    ["/app/admin/partners/design.localhost:8081", { name: "admin", room: "partners", thing: "design.localhost:8081" }],
    ["/app/admin/a/b/c", { name: "nowhere" }],
    ["/app/welcome", { name: "welcome" }],
    ["/app/settings/profile", { name: "own-profile" }],
    ["/app/people?skill=C%2B%2B", { name: "people", query: "", skill: "C++", team: "", place: "" }],
    ["/app/people?q=kiln&place=House%202", { name: "people", query: "kiln", skill: "", team: "", place: "House 2" }],
    ["/app/people/chart", { name: "chart" }],
    ["/app/settings/bring", { name: "bring" }],
    ["/app/people/7", { name: "nowhere" }],
    ["/app/topics", { name: "topics" }],
    ["/app/topics/sea%20salt", { name: "topic", topic: "sea salt" }],
    ["/app/scheduled", { name: "scheduled" }],
    ["/app/lists", { name: "lists" }],
    ["/app/lists/7", { name: "list", id: "7", edit: false }],
    ["/app/lists/7/edit", { name: "list", id: "7", edit: true }],
    ["/app/lists/7/else", { name: "nowhere" }],
    ["/app/settings/filters", { name: "filters" }],
    ["/app/settings/sessions", { name: "sessions" }],
    ["/app/settings/data", { name: "own-data" }],
    ["/app/settings/constructor", { name: "nowhere" }],
    ["/app/@", { name: "nowhere" }],
    ["/app/notifications/7", { name: "nowhere" }],
    ["/app/@a/b/c", { name: "nowhere" }],
    ["/app/constructor", { name: "nowhere" }],
    ["/elsewhere", { name: "nowhere" }],
    ["/app/%E0%A4%A", { name: "nowhere" }],
  ])("%s", (path, place) => expect(at(path)).toEqual(place));

  test("lead back to what they were made of", () => {
    expect(at(threadPath("a/b?c@x:1", "7#8"))).toEqual({ name: "thread", acct: "a/b?c@x:1", id: "7#8" });
    expect(at(profilePath("ada@x"))).toEqual({ name: "profile", acct: "ada@x" });
    expect(at(newChatPath("ada@x"))).toEqual({ name: "chat", id: null, to: ["ada@x"] });
    expect(at(chatPath("7"))).toEqual({ name: "chat", id: "7", to: [] });
    expect(at(tagPath("日本"))).toEqual({ name: "tag", tag: "日本" });
    expect(at(whoKnowsPath("a&b=c"))).toEqual({ name: "who-knows", question: "a&b=c" });
    expect(adminPath()).toBe("/app/admin");
    expect(at(adminPath("partners", "a/b.example:1"))).toEqual({ name: "admin", room: "partners", thing: "a/b.example:1" });
    expect(at(peoplePath({ skill: "C++ & C" }))).toEqual({ name: "people", query: "", skill: "C++ & C", team: "", place: "" });
    expect(at(searchPath("#x"))).toEqual({ name: "search", query: "#x" });
  });
});
