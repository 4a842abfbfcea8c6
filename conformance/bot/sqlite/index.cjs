// The part of the sqlite3 package's interface that Sequelize uses, on node:sqlite.

const { DatabaseSync } = require("node:sqlite");

const kNumbers = { OPEN_READONLY: 1, OPEN_READWRITE: 2, OPEN_CREATE: 4, OPEN_FULLMUTEX: 0x10000 };

const isPlain = (value) => value === null || ["string", "number", "bigint"].includes(typeof value) || ArrayBuffer.isView(value);
function bound(value) {
  if (value === undefined) return null;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Date) return value.toISOString();
  return isPlain(value) ? value : String(value);
}

// As sqlite3 takes them: a list, or an object by name; node:sqlite takes names without their mark, too.
function parametersOf(given) {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given.map(bound);
  return [Object.fromEntries(Object.entries(given).map(([name, value]) => [name, bound(value)]))];
}

class Database {
  constructor(path, mode, done) {
    this.inner = new DatabaseSync(path);
    this.filename = path;
    const ready = typeof mode === "function" ? mode : done;
    setImmediate(() => ready?.call(this, null));
  }
  #ask(work, done) {
    let result = [null];
    try {
      result = [null, ...work()];
    } catch (error) {
      // Sequelize looks for these names in the message.
      error.message = `SQLITE_${error.errcode === 2067 || error.errcode === 1555 ? "CONSTRAINT" : "ERROR"}: ${error.message}`;
      error.code = error.message.split(":")[0];
      result = [error];
    }
    const [error, value, info] = result;
    setImmediate(() => done?.call(info ?? this, error, value));
    return this;
  }
  run(sql, parameters, done) {
    if (typeof parameters === "function") [parameters, done] = [undefined, parameters];
    return this.#ask(() => {
      const { lastInsertRowid, changes } = this.inner.prepare(sql).run(...parametersOf(parameters));
      return [undefined, { lastID: Number(lastInsertRowid), changes: Number(changes) }];
    }, done);
  }
  all(sql, parameters, done) {
    if (typeof parameters === "function") [parameters, done] = [undefined, parameters];
    return this.#ask(() => [this.inner.prepare(sql).all(...parametersOf(parameters))], done);
  }
  get(sql, parameters, done) {
    if (typeof parameters === "function") [parameters, done] = [undefined, parameters];
    return this.#ask(() => [this.inner.prepare(sql).get(...parametersOf(parameters))], done);
  }
  exec(sql, done) { return this.#ask(() => [this.inner.exec(sql)], done); }
  serialize(work) { work?.(); }
  parallelize(work) { work?.(); }
  close(done) { return this.#ask(() => [this.inner.close()], done); }
}

module.exports = { Database, ...kNumbers, verbose() { return module.exports; } };
