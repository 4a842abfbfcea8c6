// Loaded before everything else: names under .localhost are this machine (RFC 6761), whether or not
// its resolver knows that.

import dns from "node:dns";

const lookup = dns.lookup;
dns.lookup = (name, options, done = options) =>
  lookup(name.endsWith(".localhost") ? "127.0.0.1" : name, done === options ? {} : options, done);
