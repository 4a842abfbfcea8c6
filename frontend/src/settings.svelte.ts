// What somebody chose for this browser.

export type Theme = "auto" | "light" | "dark";

class Settings {
  theme = $state<Theme>((localStorage.getItem("hallway.theme") as Theme | null) ?? "auto");
  keys = $state(localStorage.getItem("hallway.keys") !== "off");
  describe = $state(localStorage.getItem("hallway.describe") !== "off"); // asks for descriptions before posting

  start(): void {
    this.setTheme(this.theme);
    this.setAccent(localStorage.getItem("hallway.accent") ?? "");
  }

  // The node's colour, kept so that the page begins with it.
  setAccent(accent: string): void {
    localStorage.setItem("hallway.accent", accent);
    if (accent) document.documentElement.dataset.accent = accent;
    else delete document.documentElement.dataset.accent;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem("hallway.theme", theme);
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  setDescribe(on: boolean): void {
    this.describe = on;
    localStorage.setItem("hallway.describe", on ? "on" : "off");
  }

  setKeys(on: boolean): void {
    this.keys = on;
    localStorage.setItem("hallway.keys", on ? "on" : "off");
  }
}

export const settings = new Settings();
