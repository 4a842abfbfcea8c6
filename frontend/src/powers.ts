// What an app may do, of what its scopes say: in a few words for people.

const powers = ["read", "write", "follow", "push", "profile", "admin"] as const;
export type Power = (typeof powers)[number];

// "read:statuses" is a part of "read"; following, blocking and muting are parts of "follow".
const of: Record<string, Power> = { "write:follows": "follow", "write:blocks": "follow", "write:mutes": "follow", "activitypub:read:all": "read", "activitypub:write:all": "write" };

export function powersOf(scopes: string[]): Power[] {
  const found = new Set(scopes.map((one) => of[one] ?? one.split(":")[0]));
  return powers.filter((one) => found.has(one));
}
