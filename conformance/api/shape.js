// Shapes of JSON, and what of a value does not fit one. A shape is
//   "text", "url", "time"...    a kind (below)
//   "Account"                   an entity of the table that is given
//   "'public'"                  just this text
//   "[Status]", "{text}"        a list, or a hash, of what stands within
//   "Account | null"            one of several
//   "bool?"                     as a member of an object: it may be absent
//   { name: shape, ... }        an object with at least these members
// Members beyond those of a shape are nobody's concern: clients pass over what they do not know.

import { isAbsolute, isObject, shown } from "../blackbox/clause.js";

const isText = (value) => typeof value === "string";
const matches = (pattern) => (value) => isText(value) && pattern.test(value);
const kTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}(Z|[+-]\d\d:\d\d)$/;
const kMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const kKinds = {
  any: () => true,
  null: (value) => value === null,
  text: isText,
  html: isText,
  id: (value) => isText(value) && value.length > 0,
  digits: matches(/^-?\d+$/), // an integer, written as text
  url: (value) => isAbsolute(value) && /^(https?|wss?):/.test(value),
  uri: isAbsolute,
  time: matches(kTime), // with a fraction of a second: some clients read no other
  moment: matches(kMoment), // with or without
  date: matches(/^\d{4}-\d\d-\d\d$/),
  int: Number.isInteger,
  number: (value) => typeof value === "number",
  bool: (value) => typeof value === "boolean",
  object: isObject,
  empty: (value) => isObject(value) && Object.keys(value).length === 0,
};

const optional = (shape) => isText(shape) && shape.endsWith("?");
const within = (shape) => shape.slice(1, -1);

function* members(value, shape, path, entities) {
  for (const [name, inner] of Object.entries(shape)) {
    const at = path ? `${path}.${name}` : name;
    if (Object.hasOwn(value, name)) yield* misfits(value[name], optional(inner) ? inner.slice(0, -1) : inner, at, entities);
    else if (!optional(inner)) yield `${at} is absent`;
  }
}

// The parts of "a | b | [c | d]" that stand outside of brackets.
function alternatives(shape) {
  const parts = [""];
  let depth = 0;
  for (const letter of shape) {
    if ("[{".includes(letter)) depth += 1;
    if ("]}".includes(letter)) depth -= 1;
    if (letter === "|" && depth === 0) parts.push(""); else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

function* elements(entries, shape, path, entities) {
  for (const [key, value] of entries) {
    yield* misfits(value, shape, `${path}[${key}]`, entities);
  }
}

// What of `value` does not fit, a sentence for each misfit.
export function* misfits(value, shape, path, entities) {
  const wrong = () => `${path || "the answer"} is ${shown(value)}, not ${isText(shape) ? shape : "an object"}`;
  if (!isText(shape)) {
    if (isObject(value)) yield* members(value, shape, path, entities); else yield wrong();
    return;
  }
  const choices = alternatives(shape);
  if (choices.length > 1) {
    const tried = choices.map((one) => [...misfits(value, one, path, entities)]);
    if (tried.some((found) => found.length === 0)) return;
    // Of an object that is almost right it is told what is not.
    const nearest = isObject(value) && tried.find((_, i) => /^[A-Z]/.test(choices[i]));
    if (nearest) yield* nearest; else yield wrong();
  } else if (shape.startsWith("[")) {
    if (Array.isArray(value)) yield* elements(value.entries(), within(shape), path, entities); else yield wrong();
  } else if (shape.startsWith("{")) {
    if (isObject(value)) yield* elements(Object.entries(value), within(shape), path, entities); else yield wrong();
  } else if (shape.startsWith("'")) {
    if (value !== within(shape)) yield wrong();
  } else if (/^[A-Z]/.test(shape)) {
    if (!entities[shape]) throw new Error(`no entity is called ${shape}`);
    yield* misfits(value, entities[shape], path, entities);
  } else {
    if (!kKinds[shape]) throw new Error(`no kind is called ${shape}`);
    if (!kKinds[shape](value)) yield wrong();
  }
}
