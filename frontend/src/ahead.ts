// What the first screen needs, asked for before the page itself has come: a small file of its own,
// which the document names first. Each answer is for the first who asks for the same.

import { days, spans } from "./formats";
import { languages, localeFor, wantedLanguage } from "./words/languages";

export const tokenKey = "hallway.token";
export const mePath = "/api/v1/accounts/verify_credentials";
export const nodePath = "/api/v2/instance";
export const homePath = "/api/v1/timelines/home";
// As many posts as a screen shows and some more: they are drawn within the blink of an eye.
export const firstPage = (path: string): string => `${path}${path.includes("?") ? "&" : "?"}limit=10`;

const coming = new Map<string, { token: string; answer: Promise<Response> }>();

export function askAhead(token: string, paths: string[], send: typeof fetch = (...request) => fetch(...request)): void {
  for (const path of paths) {
    const answer = send(path, { credentials: "omit", headers: { Authorization: `Bearer ${token}` } });
    answer.catch(() => {}); // told to whoever asks for it
    coming.set(path, { token, answer });
  }
}

// What is on its way for who has this token; once.
export function takeAhead(path: string, token: string | null): Promise<Response> | null {
  const found = coming.get(path);
  coming.delete(path);
  return found && found.token === token ? found.answer : null;
}

const token = localStorage.getItem(tokenKey);
if (token) askAhead(token, [mePath, nodePath, ...(/^\/app\/?$/.test(location.pathname) ? [firstPage(homePath)] : [])]);
void languages[wantedLanguage()]?.load?.();
// What writes the times of posts takes long to make, and until the page comes nothing else is to do.
for (const make of [spans, days]) make(localeFor(wantedLanguage()));
