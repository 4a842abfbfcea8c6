// Who is signed in: by the authorization code grant with PKCE, as any program signs people in.

import { mePath, nodePath, takeAhead, tokenKey } from "./ahead";
import { Api, Failure, reasonOf } from "./api";
import type { Instance, Me } from "./entities";
import { settings } from "./settings.svelte";

const awayKey = "hallway.signing-in";
const scopeKey = "hallway.scope";
const scope = "read write follow push profile";
const adminScope = "admin:read admin:write";

class Session {
  token = $state<string | null>(localStorage.getItem(tokenKey));
  me = $state<Me | null>(null);
  instance = $state<Instance | null>(null);
}

export const session = new Session();

// What is on this device for whoever is signed in. Who keeps it tells so: the session knows of it only
// that it may be asked, and has to go.
interface Belongings {
  mayLeave(): boolean;
  moveOut(options?: { forGood?: boolean }): Promise<void>;
}
let belongings: () => Promise<Belongings>;

export function keepWith(load: () => Promise<Belongings>): void {
  belongings = load;
}

let leaving = false; // who signs out is refused from then on: no reason to sign in again

export const api = new Api(
  () => session.token,
  () => leaving || forget(),
  (path, request) => takeAhead(String(path), session.token) ?? fetch(path, request),
);

function forget(): void {
  localStorage.removeItem(tokenKey);
  void belongings().then((part) => part.moveOut());
  localStorage.removeItem(scopeKey);
  session.token = null;
  session.me = null;
}

// Another tab signed out; or somebody signed in: what stands here was for whoever was there before.
addEventListener("storage", (event) => {
  if (event.key !== tokenKey) return;
  if (event.newValue && session.me) location.reload();
  else session.token = event.newValue;
});
// A page that the browser had put aside is not shown to the next person.
addEventListener("pageshow", (event) => {
  if (event.persisted && localStorage.getItem(tokenKey) !== session.token) location.reload();
});

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const secret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

interface Program {
  client_id: string;
  redirect_uris: string[];
}

const program = (): Promise<Program> => api.get<Program>("/app/client.json");

// Who moderates deals with people and reports, who administers with all.
export const isStaff = (): boolean => ["Moderator", "Admin"].includes(session.me?.role.name ?? "");
export const isAdmin = (): boolean => session.me?.role.name === "Admin";

// Whether what this page was given lets it administer: asked for only where somebody does.
export const mayAdminister = (): boolean => (localStorage.getItem(scopeKey) ?? "").includes("admin:write");

// Leaves for the node's own sign-in page, to come back to `next`.
export async function beginSignIn(next: string, { administer = false } = {}): Promise<void> {
  const { client_id, redirect_uris } = await program();
  const away = { state: secret(), verifier: secret(), next };
  sessionStorage.setItem(awayKey, JSON.stringify(away));
  const digest = await sha256(away.verifier);
  const query = new URLSearchParams({
    response_type: "code",
    client_id,
    redirect_uri: redirect_uris[0] ?? "",
    scope: administer ? `${scope} ${adminScope}` : scope,
    state: away.state,
    code_challenge: base64url(digest),
    code_challenge_method: "S256",
  });
  location.assign(`/oauth/authorize?${query}`);
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

// Back from there: returns where to go on. Fails where somebody else sent us here, or the node
// said no.
export async function finishSignIn(query: URLSearchParams): Promise<string> {
  const away = JSON.parse(sessionStorage.getItem(awayKey) ?? "null") as { state: string; verifier: string; next: string } | null;
  sessionStorage.removeItem(awayKey);
  const code = query.get("code");
  if (!away || !code || query.get("state") !== away.state) throw new Failure("forbidden", query.get("error_description") ?? "");
  const { client_id, redirect_uris } = await program();
  const given = await api.post<{ access_token: string; scope: string }>("/oauth/token", {
    grant_type: "authorization_code",
    code,
    client_id,
    redirect_uri: redirect_uris[0],
    code_verifier: away.verifier,
  });
  // What it takes the place of.
  if (session.token) void api.post("/oauth/revoke", { client_id, token: session.token }).catch(() => {});
  localStorage.setItem(tokenKey, given.access_token);
  localStorage.setItem(scopeKey, given.scope);
  session.token = given.access_token;
  return away.next;
}

// `beside` is shown together with the rest, unless it takes much longer.
export async function loadSession(beside?: Promise<void>): Promise<void> {
  const [me, instance] = await Promise.all([api.get<Me>(mePath), api.get<Instance>(nodePath)]);
  if (beside) await Promise.race([beside, new Promise((late) => setTimeout(late, 500))]);
  session.me = me;
  session.instance = instance;
  settings.setAccent(instance.hallway?.accent ?? "");
}

// Ends what this page was given, and the browser's session with the node. Nothing of it stays on the
// device; who would lose what is not sent yet is asked first.
export async function signOut(): Promise<void> {
  const held = await belongings();
  if (!held.mayLeave()) return;
  const token = session.token;
  const { client_id } = await program();
  // The browser's session first: else another tab, refused from now on, would be let in again by it.
  const ended = await fetch("/sign-out", { method: "POST" }).catch(() => null);
  if (!ended?.ok) throw new Failure(ended ? reasonOf(ended.status) : "offline");
  leaving = true;
  await api.post("/oauth/revoke", { client_id, token }).catch((failure: unknown) => {
    leaving = false;
    throw failure;
  });
  localStorage.removeItem(tokenKey);
  await held.moveOut({ forGood: true });
  location.assign("/");
}
