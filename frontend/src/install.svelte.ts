// Whether the page can become an app here, and is one already.

import { pending } from "./pending.svelte";

class Install {
  done = $state(matchMedia("(display-mode: standalone)").matches);

  constructor() {
    addEventListener("appinstalled", () => (this.done = true));
  }

  async ask(): Promise<void> {
    await pending.install?.prompt();
    pending.install = null;
  }
}

export const install = new Install();
export const isApple = /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes("Mac") && navigator.maxTouchPoints > 1);
