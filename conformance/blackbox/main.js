// conformance/run BASE_URL [--user NAME] [--token TOKEN] [--json] ...

import { parseArgs } from "node:util";
import { summary, table } from "./report.js";
import { count, kRows, run } from "./runner.js";

const kUsage = `usage: conformance/run BASE_URL [--user NAME] [--token TOKEN] [--json]
                       [--listen HOST[:PORT]] [--public URL] [--patience SECONDS] [--only TEXT]

  --user      the account that is asked for and sent to: a name, or the address of its actor
  --token     a bearer token of that account, with which it posts, follows and reads through a
              client's API in Mastodon's shape; without it those rows are not applicable
  --json      the results as JSON
  --listen    where the runner's own server listens (127.0.0.1, any port)
  --public    the address by which the server under test reaches it, where that is another
  --patience  how long to wait for what need not happen at once (5)
  --only      only rows whose id contains this

It writes to the account: posts, mentions, a follower. Use one that is made for it.
Exit codes: 0 no MUST failed, 1 one did, 2 wrong usage.`;

function parse() {
  const text = { type: "string" };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      user: text, token: text, json: { type: "boolean" }, listen: text, public: text, patience: text, only: text, help: { type: "boolean" },
    },
  });
  if (values.help) { console.log(kUsage); process.exit(0); }
  if (positionals.length !== 1) throw new Error("give one base URL");
  if (!/^https?:$/.test(new URL(positionals[0]).protocol)) throw new Error(`${positionals[0]} is no http(s) address`);
  const [host, port = "0"] = (values.listen ?? "127.0.0.1").split(":");
  const patience = Number(values.patience ?? 5) * 1000;
  if (!(patience > 0)) throw new Error(`--patience ${values.patience} is no number of seconds`);
  return {
    ...values, base: positionals[0], patience,
    listen: { host, port: Number(port), origin: values.public?.replace(/\/+$/, "") },
  };
}

let options;
try {
  options = parse();
} catch (error) {
  console.error(`${error.message}\n${kUsage}`);
  process.exit(2);
}
const rows = kRows.filter((row) => row.id.includes(options.only ?? ""));
const results = await run(options, rows);
console.log(options.json ? JSON.stringify({ base: options.base, counts: count(results), rows: results }, null, 2)
  : `${options.base}\n${table(results)}\n\n${summary(results)}`);
process.exit(count(results).broken > 0 ? 1 : 0);
