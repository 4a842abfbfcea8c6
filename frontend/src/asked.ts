// What the posts of a thread know of the question that it answers.

import { getContext, setContext } from "svelte";
import type { Status } from "./entities";

export interface Asked {
  by: (person: string | undefined) => boolean;
  changed: () => void; // an answer was accepted, or is no longer
}

const key = Symbol("asked");

export function tellAsked(asked: Asked): void {
  setContext(key, asked);
}

// Outside of a thread nobody asked.
export function asked(): Asked {
  return getContext<Asked | undefined>(key) ?? { by: () => false, changed: () => {} };
}

// Whether `person` waits for an answer among what is said below `posts`.
export function hasAsked(posts: Status[], person: string | undefined): boolean {
  return posts.some((one) => one.hallway?.question === true && one.account.id === person);
}
