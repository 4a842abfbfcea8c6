// What a row of the tables in clauses/ is made of. A row is one clause of one specification:
//   { spec, section, level, id, says, check }
// `says` is the clause in one sentence of our own; `check(subject)` returns where it holds, calls
// `hold(false, why)` where it does not and `skip(why)` where it cannot be asked of this server.

export const MUST = "MUST", SHOULD = "SHOULD", MAY = "MAY";

export class Broken extends Error {}
export class NotApplicable extends Error {}

export function hold(holds, why) { if (!holds) throw new Broken(why); }
export function skip(why) { throw new NotApplicable(why); }

// Rows of one specification; each is [section, level, id, says, check].
export function clauses(spec, rows) {
  return rows.map(([section, level, id, says, check]) => ({ spec, section, level, id, says, check }));
}

// A value as a complaint shows it.
export function shown(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

export const list = (value) => value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
export const idOf = (value) => typeof value === "string" ? value : value?.id;
export const hasType = (object, ...types) => list(object?.type).some((type) => types.includes(type));
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// An address with a scheme and, where it is http, a host.
export function isAbsolute(value) {
  return typeof value === "string" && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value) && URL.canParse(value);
}

// Media type and parameters of a Content-Type or similar.
export function mediaType(value) {
  const [type, ...rest] = (value ?? "").split(";").map((part) => part.trim());
  const parameters = {};
  for (const part of rest) {
    const [name, text = ""] = part.split(/=(.*)/s);
    parameters[name.toLowerCase()] = text.replace(/^"(.*)"$/s, "$1");
  }
  return { type: type.toLowerCase(), parameters };
}

export const kStreams = "https://www.w3.org/ns/activitystreams";
export const kPublic = `${kStreams}#Public`;
export const kActivityJson = "application/activity+json";
export const kLinkedData = `application/ld+json; profile="${kStreams}"`;

export function isActivityType(value) {
  const { type, parameters } = mediaType(value);
  if (type === kActivityJson) return true;
  return type === "application/ld+json" && (parameters.profile ?? "").split(" ").includes(kStreams);
}
