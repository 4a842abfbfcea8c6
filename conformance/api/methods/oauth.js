// How programs are let in.

import { hold, shown } from "../../blackbox/clause.js";
import { bodiless, group, other, row, without } from "../row.js";

const kApp = { client_name: "Conformance", redirect_uris: "https://client.example/back", scopes: "read write:statuses", website: "https://client.example/" };
const kOut = "urn:ietf:wg:oauth:2.0:oob";
const grant = async (w, more) => {
  const { client_id, client_secret } = await w.app();
  return { client_id, client_secret, grant_type: "client_credentials", redirect_uri: kOut, scope: "read", ...more };
};

// A refusal in OAuth's words (RFC 6749 §5.2).
const refuses = (what, at, status, error, make) => [what, async (w, ask) => {
  const answer = await ask(at, { body: await make(w), form: "form" });
  hold(answer.status === status && answer.json?.error === error, `it answered ${answer.status} ${shown(answer.json?.error ?? answer.text)}, not ${status} ${error}`);
  hold(typeof answer.json.error_description === "string", "it has no error_description");
}];

async function authorize(w, more = {}) {
  const { client_id } = await w.app();
  return { client_id, redirect_uri: kOut, response_type: "code", scope: "read", ...more };
}

// A page for people: neither JSON nor for other origins.
const page = { at: "GET /oauth/authorize", async run(w, ask) {
  const answer = await ask({ query: await authorize(w) });
  if ([404, 405, 501].includes(answer.status)) return "missing";
  hold([200, 302, 303].includes(answer.status), `it answered ${answer.status}`);
  hold(answer.status !== 200 || answer.headers["content-type"]?.startsWith("text/html"), `it answered ${answer.headers["content-type"]}`);
  for (const [what, more] of [["a client that is none", { client_id: "nobody" }], ["a redirect_uri that is not the client's", { redirect_uri: "https://elsewhere.example/" }]]) {
    const refusal = await ask({ query: await authorize(w, more) });
    const led = refusal.headers.location ?? "";
    hold(!led.startsWith("https://elsewhere.example"), `with ${what} it leads there`);
    hold(refusal.status >= 400 || /sign_?-?in|login/.test(led), `with ${what} it answered ${refusal.status}`);
  }
  return "present";
} };

export const oauth = group("oauth", [
  { ...row(page.at, "", "any"), run: page.run },
  row("POST /oauth/token", "", "Token", async (w) => ({ body: await grant(w), holds: (token) => hold(token.scope === "read", `scope is ${token.scope}`) }), { also: [
    refuses("with a wrong secret", "POST /oauth/token", 401, "invalid_client", (w) => grant(w, { client_secret: "wrong" })),
    refuses("with a scope that the program has not", "POST /oauth/token", 400, "invalid_scope", (w) => grant(w, { scope: "admin:read" })),
    refuses("with a grant that is none", "POST /oauth/token", 400, "unsupported_grant_type", (w) => grant(w, { grant_type: "sideways" })),
    refuses("with a code that is none", "POST /oauth/token", 400, "invalid_grant", (w) => grant(w, { grant_type: "authorization_code", code: "sideways" })),
  ] }),
  row("POST /oauth/revoke", "", "empty", async (w) => {
    const { access_token: token } = await w.api.need("POST /oauth/token", { body: await grant(w) });
    const { client_id, client_secret } = await w.app();
    return { body: { client_id, client_secret, token }, holds: async () => {
      const { status } = await w.api.ask("GET /api/v1/apps/verify_credentials", { token });
      hold(status === 401, `the token is still good: ${status}`);
    } };
  }, { also: [["a token of somebody else's program", async (w, ask) => {
    const { client_id, client_secret } = await w.api.need("POST /api/v1/apps", { body: kApp });
    const { status } = await ask("POST /oauth/revoke", { body: { client_id, client_secret, token: await w.appToken() }, form: "form" });
    hold(status === 403, `it answered ${status}, not 403`);
  }]] }),
  row("GET /oauth/userinfo", "profile", "UserInfo", async (w) => ({ holds: async (found) => {
    const me = await w.account();
    hold(found.preferred_username === me.username && found.sub === me.uri, `it is ${shown(found)}`);
  } })),
  row("GET /.well-known/oauth-authorization-server", "", "AuthorizationServer", () => ({ holds: (found) => {
    hold(found.code_challenge_methods_supported.includes("S256"), "S256 is not among the challenges");
    hold(found.scopes_supported.includes("read") && found.response_types_supported.includes("code"), "read or code are not named");
  } })),
]);

export const apps = group("apps", [
  row("POST /api/v1/apps", "", "CredentialApplication", () => ({ body: kApp, holds: (app) => {
    hold(app.name === "Conformance" && app.website === "https://client.example/", `it is ${shown(app)}`);
    hold(app.redirect_uris.join() === kApp.redirect_uris && app.scopes.join(" ") === kApp.scopes, "redirect_uris or scopes are not what was given");
  } }), {
    wrong: [["without a name", without("client_name")], ["without an address to lead back to", without("redirect_uris")], ["with a scope that is none", other({ scopes: "sideways" })], ["with nothing", bodiless]],
    also: [["with several redirect_uris[]", async (w, ask) => {
      const { json } = await ask("POST /api/v1/apps", { body: { ...kApp, redirect_uris: ["https://client.example/a", "https://client.example/b"] } });
      hold(json.redirect_uris?.length === 2, `redirect_uris are ${shown(json.redirect_uris)}`);
    }]],
  }),
  row("GET /api/v1/apps/verify_credentials", "app", "Application", () => ({ holds: (app) => hold(app.name === "Conformance" && app.client_secret === undefined, `it is ${shown(app)}`) })),
]);
