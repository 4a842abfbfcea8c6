// Notifications on this device: the browser's push service brings them, sealed for this browser alone.

import { Failure } from "./api";
import { api, session } from "./session.svelte";

export const pushKinds = ["mention", "follow", "follow_request", "favourite", "reaction", "reblog", "status", "poll", "update"] as const;
export type PushKind = (typeof pushKinds)[number];
export const pushPolicies = ["all", "followed", "follower", "none"] as const;
export type PushPolicy = (typeof pushPolicies)[number];

export interface Subscription {
  endpoint: string;
  alerts: Record<string, boolean>;
  policy: PushPolicy;
  server_key: string;
}

export class PushRefused extends Error {}

export const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

// What the node has, where this browser has it, too.
export async function subscribed(): Promise<Subscription | null> {
  if (!canPush()) return null;
  const registration = await navigator.serviceWorker.getRegistration("/app");
  const here = await registration?.pushManager.getSubscription();
  if (!here) return null;
  const there = await api.get<Subscription>("/api/v1/push/subscription").catch((error: unknown) => {
    if (error instanceof Failure && error.reason === "missing") return null;
    throw error;
  });
  return there?.endpoint === here.endpoint ? there : null;
}

const wishes = (alerts: Record<string, boolean>, policy: PushPolicy): Record<string, unknown> => ({
  data: { alerts: Object.fromEntries(pushKinds.map((kind) => [kind, alerts[kind] ?? false])), policy },
});

// Asks the person, then the browser, then the node. Fails with PushRefused where the first two say no.
export async function subscribe(): Promise<Subscription> {
  if ((await Notification.requestPermission()) !== "granted") throw new PushRefused("denied");
  const registration = await navigator.serviceWorker.ready;
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const key = session.instance?.configuration.vapid?.public_key ?? "";
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) }).catch(() => {
    throw new PushRefused("unreachable");
  });
  const { endpoint, keys } = made.toJSON();
  const everything = Object.fromEntries(pushKinds.map((kind) => [kind, kind !== "update"]));
  return api.post<Subscription>("/api/v1/push/subscription", { subscription: { endpoint, keys }, ...wishes(everything, "all") });
}

export const changeWishes = (alerts: Record<string, boolean>, policy: PushPolicy): Promise<Subscription> =>
  api.put<Subscription>("/api/v1/push/subscription", wishes(alerts, policy));

export async function unsubscribe(): Promise<void> {
  await api.delete("/api/v1/push/subscription");
  const registration = await navigator.serviceWorker.getRegistration("/app");
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
