// What this device keeps of what somebody read: for them alone, so under a name that only their
// token leads to, and gone when they sign out.

export const readingPrefix = "hallway-read-";
export const picturesName = "hallway-pictures";
export const sharedName = "hallway-shared"; // what another app gave, on its way into a post
export const bringingKey = "hallway.bringing"; // who has something brought from elsewhere (bringing.svelte.ts)

export async function readingName(token: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
  return readingPrefix + Array.from(digest.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const personal = (name: string): boolean => name.startsWith(readingPrefix) || name === picturesName || name === sharedName;

export async function forgetKept(): Promise<void> {
  if (!("caches" in globalThis)) return;
  const names = (await caches.keys()).filter(personal);
  await Promise.all(names.map((name) => caches.delete(name)));
}

// What somebody else left here, who did not sign out.
export async function forgetOthers(token: string): Promise<void> {
  if (!("caches" in globalThis)) return;
  const mine = await readingName(token);
  const names = await caches.keys();
  if (names.some((name) => name.startsWith(readingPrefix) && name !== mine)) {
    await Promise.all(names.filter((name) => personal(name) && name !== mine).map((name) => caches.delete(name)));
  }
}

export async function countKept(token: string): Promise<number> {
  const name = await readingName(token);
  return (await caches.has(name)) ? (await (await caches.open(name)).keys()).length : 0;
}
