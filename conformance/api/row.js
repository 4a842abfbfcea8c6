// What a row of the tables in methods/ is made of. A row is one method:
//   { at, scope, gives, ask, ... }
// at      "GET /api/v1/lists/:id"
// scope   what a token must have: "read:lists"; "read:lists?" where none is needed but it tells more;
//         "" where none is; "app" where a program's own does
// gives   the shape of the answer (shape.js)
// ask     (world, form) => { path, query, body, holds, after }: what is asked, fresh for each call;
//         `holds(answer body, answer)` demands what must be true of it, `after()` takes it back
// more    status   what is answered, 200 if not said; several in a list
//         forms    the forms in which a body may travel, all if not said
//         paged    { key, least }: it is a list of pages; how its elements are told apart, how many
//                  there are at least
//         absent   values of the path that stand for nothing: 404. An id if not said, false if no such
//                  thing is
//         hidden   (world) => path of what this person may not see: 404 just the same
//         wrong    [[what, (good question) => question]]: 422
//         seldom   true if servers limit how often it is done, or it is done for good, so that it is not done twice
//         anyScope  true if any token of a person is good enough
//         run     (world, ask) => ...: asks and holds all by itself; "missing" where there is no such method
//         also     [[what, async (world, ask) => ...]]: more that must hold; ask as in call.js, with the
//                  token of the scope

export function row(at, scope, gives, ask, more = {}) {
  const open = scope === "" || scope.endsWith("?");
  return {
    at, gives, open, program: scope === "app", scope: scope.replace(/\?$/, ""),
    ask: ask ?? (() => ({})), status: [more.status ?? 200].flat(), forms: ["json", "form", "multipart"], wrong: [], also: [],
    group: "", ...more, ...(more.status ? { status: [more.status].flat() } : {}),
  };
}

export const group = (name, rows) => rows.map((one) => ({ ...one, group: name }));

// A question with another body, or without a member of it.
export const other = (body) => (question) => ({ ...question, body: { ...question.body, ...body } });
export const without = (...names) => (question) => {
  const body = { ...question.body };
  for (const name of names) delete body[name];
  return { ...question, body };
};
export const bodiless = (question) => ({ ...question, body: {} });
