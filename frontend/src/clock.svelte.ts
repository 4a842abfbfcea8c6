// The time, as often as what is said of it changes.

class Clock {
  now = $state(Date.now());

  constructor() {
    setInterval(() => {
      if (document.visibilityState === "visible") this.now = Date.now();
    }, 30_000);
  }
}

export const clock = new Clock();
