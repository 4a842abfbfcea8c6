// conformance/api/run BASE_URL --token TOKEN --other-token TOKEN ...

import { parseArgs } from "node:util";
import { summary, table } from "./report.js";
import { count, kOwnRows, kRows, run } from "./runner.js";

const kUsage = `usage: conformance/api/run BASE_URL --token TOKEN --other-token TOKEN... [--hallway] [--complete] [--json] ...

  --token         of the person who asks, with the scopes read, write, follow, push, profile
  --other-token   of another person, with the same; again for each other one. With three or more the
                  lists of people have pages
  --token-for     SCOPE=TOKEN: of the person who asks, with that scope alone, so that a method that
                  wants another is found out; again for each
  --narrow-token  of the person who asks, with nothing but push: what it is refused is looked at
  --reader-token  the same with nothing but read, for the methods of push
  --admin-token   of an administrator, with admin:read and admin:write
  --remote        name@host of somebody elsewhere, whom this server can reach
  --remote-status the address of a post of theirs
  --only          only methods whose name contains this
  --hallway       the methods of Hallway's own as well
  --complete      a method that is missing is an error
  --json          the results as JSON

It writes to these accounts: posts, follows, blocks, lists, profile. Use ones that are made for it.
Exit codes: 0 what is there is right, 1 it is not, 2 wrong usage.`;

function parse() {
  const text = { type: "string" }, texts = { type: "string", multiple: true }, flag = { type: "boolean" };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      token: text, "other-token": texts, "token-for": texts, "narrow-token": text, "reader-token": text, "admin-token": text,
      remote: text, "remote-status": text, only: text, hallway: flag, complete: flag, json: flag, help: flag,
    },
  });
  if (values.help) { console.log(kUsage); process.exit(0); }
  if (positionals.length !== 1) throw new Error("give one base URL");
  if (!/^https?:$/.test(new URL(positionals[0]).protocol)) throw new Error(`${positionals[0]} is no http(s) address`);
  if (!values.token || !values["other-token"]) throw new Error("give --token and --other-token");
  return { ...values, base: positionals[0] };
}

function world(values) {
  return {
    base: values.base,
    people: [values.token, ...values["other-token"]].map((token) => ({ token })),
    tokens: Object.fromEntries((values["token-for"] ?? []).map((one) => one.split(/=(.*)/s).slice(0, 2))),
    narrow: values["narrow-token"], reader: values["reader-token"],
    admin: values["admin-token"] && { token: values["admin-token"], tokens: {} },
    remote: values.remote && { acct: values.remote, statusUrl: values["remote-status"] },
  };
}

let options;
try {
  options = parse();
} catch (error) {
  console.error(`${error.message}\n${kUsage}`);
  process.exit(2);
}
const results = await run(world(options), [...(options.hallway ? kOwnRows : []), ...kRows].filter((row) => row.at.includes(options.only ?? "")));
const { wrong, missing } = count(results);
console.log(options.json ? JSON.stringify({ base: options.base, counts: count(results), methods: results }, null, 2)
  : `${options.base}\n${table(results)}\n\n${summary(results)}`);
process.exit(wrong > 0 || (options.complete && missing > 0) ? 1 : 0);
