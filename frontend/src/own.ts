// One's own profile as a form, and what of it the node is to be told.

import type { Me, OwnWork, WorkReach } from "./entities";

export interface OwnForm {
  name: string;
  about: string;
  fields: { name: string; value: string }[];
  locked: boolean;
  discoverable: boolean;
  indexable: boolean;
  role: string;
  team: string;
  place: string;
  hours: string;
  manager: string;
  skills: string;
  reach: WorkReach;
}

export function formOf(me: Me, work: OwnWork): OwnForm {
  const { source } = me;
  return {
    name: me.display_name,
    about: source.note,
    fields: source.fields.map(({ name, value }) => ({ name, value })),
    locked: me.locked,
    discoverable: source.discoverable,
    indexable: source.indexable,
    role: work.title,
    team: work.team,
    place: work.place,
    hours: work.hours,
    // What is not shown to others is known by its address alone.
    manager: work.manager ? (work.manager.acct ? `@${work.manager.acct}` : work.manager.url) : "",
    skills: work.skills.map((one) => one.name).join(", "),
    reach: work.reach,
  };
}

export const skillsIn = (text: string): string[] => [...new Set(text.split(/[,;\n、،]/).map((one) => one.trim()).filter(Boolean))];

// For update_credentials. A list of fields is sent whole; without any, one that is empty.
export function profileBody(form: OwnForm): Record<string, unknown> {
  const fields = form.fields.filter((one) => one.name.trim());
  return {
    display_name: form.name,
    note: form.about,
    locked: form.locked,
    discoverable: form.discoverable,
    indexable: form.indexable,
    fields_attributes: Object.fromEntries((fields.length ? fields : [{ name: "", value: "" }]).map((one, index) => [String(index), one])),
  };
}

// For the work profile: only what differs, so that a manager who is known by address stays.
export function workBody(form: OwnForm, before: OwnForm): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  if (form.role !== before.role) body.title = form.role;
  for (const key of ["team", "place", "hours", "reach"] as const) if (form[key] !== before[key]) body[key] = form[key];
  if (form.manager.trim() !== before.manager) body.manager = form.manager.trim();
  if (form.skills !== before.skills) body.skills = skillsIn(form.skills).length ? skillsIn(form.skills) : [""];
  return body;
}
