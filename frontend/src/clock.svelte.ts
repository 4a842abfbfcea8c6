// The time, as often as what is said of it changes.

class Clock {
  now = $state(Date.now());
  // To make what writes whole times takes as long as to draw some posts: the first screen, which shows
  // how long ago something was, does without, and they follow at once.
  whole = $state(false);

  constructor() {
    setInterval(() => {
      if (document.visibilityState === "visible") this.now = Date.now();
    }, 30_000);
  }
}

export const clock = new Clock();
