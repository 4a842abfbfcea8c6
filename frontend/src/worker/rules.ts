// Which requests the worker answers, and how: pure, so that each rule can be tried.

// index: the page itself. file: never changes under its name. picture: what people and posts look
// like. reading: what the API says to somebody. share: what another app gives. other: not its business.
export type Kind = "index" | "file" | "picture" | "reading" | "share" | "other";

export interface Asked {
  method: string;
  url: URL;
  navigates: boolean;
  signedIn: boolean;
}

const readable = /^\/api\/(v[12]\/(timelines|statuses|accounts|notifications|conversations|bookmarks|favourites|markers|instance|custom_emojis|lists|announcements|follow_requests|followed_tags|preferences)|hallway\/v1\/(conversations|questions|profile|people|org_chart|topics))(\/|$)/;
const searching = /\/(search|lookup|relationships|familiar_followers)$/;

export function kindOf({ method, url, navigates, signedIn }: Asked, origin: string): Kind {
  if (url.origin !== origin) return "other";
  const { pathname } = url;
  if (method === "POST") return pathname === "/app/share" && navigates ? "share" : "other";
  if (method !== "GET") return "other";
  if (navigates) return pathname === "/app" || (pathname.startsWith("/app/") && !/\.[a-z]+$/.test(pathname)) || pathname.startsWith("/app/@") ? "index" : "other";
  if (pathname.startsWith("/app/files/") || pathname === "/assets/icon.svg") return "file";
  if (pathname.startsWith("/media/") || pathname.startsWith("/assets/faces/") || pathname === "/assets/header.svg") return "picture";
  const changing = url.searchParams.has("since_id") || url.searchParams.has("min_id");
  return signedIn && readable.test(pathname) && !searching.test(pathname) && !changing ? "reading" : "other";
}

export interface PageFile {
  path: string;
  begins: boolean; // the page begins with it
  seldom: boolean; // comes when it is used
}

// Which files of the page are fetched before anybody asks for them, so that also pages that nobody
// has opened yet are there without a connection. Who saves data gets those as they come to be used.
export const keptAhead = (files: readonly PageFile[], savesData: boolean): string[] =>
  files.filter((file) => file.begins || !(savesData || file.seldom)).map((file) => file.path);

// A node that is being restarted is as good as none.
export const isAway = (status: number): boolean => status === 502 || status === 503 || status === 504;

export const mostReadings = 400;
export const mostPictures = 300;
export const largestReading = 512 * 1024;
export const largestPicture = 1024 * 1024;
