// What waits in the background for somebody to see it: posts that have not been sent, a new version
// of the page, the browser's offer to install it. The parts that show it are loaded when there is something.

// How a browser offers to make an app of the page: once, early.
export interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

class Pending {
  count = $state(0); // posts, not messages: those stand in their conversation
  newPage = $state(false);
  install = $state.raw<InstallPrompt | null>(null);
}

export const pending = new Pending();

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // where one looks for it, not in the way
  pending.install = event as InstallPrompt;
});
