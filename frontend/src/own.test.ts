import { expect, test } from "vitest";
import type { Me, OwnWork } from "./entities";
import { formOf, profileBody, skillsIn, workBody } from "./own";

const me = {
  display_name: "Ada", locked: false,
  source: { note: "Pumps", fields: [{ name: "Page", value: "https://a.example" }], discoverable: true, indexable: false },
} as unknown as Me;
const work = (change: Partial<OwnWork> = {}): OwnWork => ({
  title: "Engineer", team: "Pumps", place: "", hours: "", manager: null, around: null, reach: "organization",
  skills: [{ name: "C++", endorsements: 2, endorsed: false }], ...change,
});

test("a form that was not touched changes nothing of one's work", () => {
  const form = formOf(me, work());
  expect(workBody(form, form)).toEqual({});
  expect(form.skills).toBe("C++");
});

test("only what was changed is said, a list that was emptied too", () => {
  const before = formOf(me, work());
  expect(workBody({ ...before, role: "Lead", skills: "C++, pumps ,C++", manager: " @lena " }, before)).toEqual({
    title: "Lead", skills: ["C++", "pumps"], manager: "@lena",
  });
  expect(workBody({ ...before, skills: " " }, before)).toEqual({ skills: [""] });
});

test("a manager who cannot be shown stays", () => {
  const hidden = { id: "", acct: "", display_name: "", avatar: "", url: "https://b.example/users/boss" };
  expect(formOf(me, work({ manager: hidden })).manager).toBe("https://b.example/users/boss");
});

test("facts without a name go, and the last of them, too", () => {
  const form = formOf(me, work());
  expect(profileBody(form).fields_attributes).toEqual({ 0: { name: "Page", value: "https://a.example" } });
  expect(profileBody({ ...form, fields: [{ name: " ", value: "x" }] }).fields_attributes).toEqual({ 0: { name: "", value: "" } });
});

test("skills are parted as they are written in many scripts", () => {
  expect(skillsIn("溶接、研磨; kiln\nglaze")).toEqual(["溶接", "研磨", "kiln", "glaze"]);
});
