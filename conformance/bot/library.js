// activitypub-bot wants the fourth release of its JSON-LD library, activitystrea.ms, where npm has the
// third. This gives the third what it lacks: a method to know more contexts, documents written in the
// context that they were made in, objects within what is imported, whether something is an activity, and
// the value of a property. It also keeps it from asking the internet for a context. To be imported
// before anything else.

import { createRequire } from "node:module";

const require = createRequire(new URL("node_modules/@evanp/activitypub-bot/lib/app.js", import.meta.url));
const Loader = require("activitystrea.ms/src/contextloader.js");
const known = Loader.defaultInstance;

Loader.prototype.makeDocLoader = () => async (url) => {
  const document = known.get(url);
  if (!document) throw new Error(`no context at hand for ${url}`);
  return { contextUrl: null, document, documentUrl: url };
};

const Environment = require("activitystrea.ms/src/environment.js");
Object.defineProperty(Environment.prototype, "origContext", { get() { return this.originalContext; } });

const as2 = require("activitystrea.ms");
as2.registerContext = (url, document) => known.register(url, document);

const Base = require("activitystrea.ms/src/models/_base.js");
Object.defineProperty(Base.prototype, "isActivity", { value() { return Boolean(this.has("actor")); } });

// An object within what is imported may be one that was imported before.
async function plain(value) {
  if (value instanceof Base) return value.export({ useOriginalContext: true });
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== "object" || value === null) return value;
  const members = await Promise.all(Object.entries(value).map(async ([name, inner]) => [name, await plain(inner)]));
  return Object.fromEntries(members);
}
const JsonLD = require("activitystrea.ms/src/jsonld.js");
const readPlain = JsonLD.import;
JsonLD.import = async (input, ...more) => readPlain.call(JsonLD, await plain(input), ...more);

// Values of a property as one; their class is not exported, so it is taken from an object that has some.
const sample = await as2.import({ id: "urn:sample", type: "Note", "urn:property": "value" });
Object.defineProperty(Object.getPrototypeOf(sample.get("urn:property")), "value", { value() { return this.first; } });
