// Where one had read to when one came: Catch-up begins there, though the home timeline is read
// meanwhile. It holds for as long as the tab does.

import type { Me } from "./entities";

const key = (me: Me): string => `hallway.visit.${me.id}`;

export function visitBegan(me: Me, readTo: string | null): void {
  if (readTo && sessionStorage.getItem(key(me)) === null) sessionStorage.setItem(key(me), readTo);
}
export const visitBeganAt = (me: Me): string | null => sessionStorage.getItem(key(me));
export const visitEnds = (me: Me, readTo: string): void => sessionStorage.setItem(key(me), readTo);
