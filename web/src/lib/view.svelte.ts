// What the reader has chosen; every part of the page looks at the same choice.

import { NATION } from "./model.ts";

export type Theme = "system" | "light" | "dark";
export type Level = "p5" | "p50" | "p95";
const THEME_KEY = "righting-theme";

class View {
  place = $state(NATION);
  quantity = $state("");
  day = $state(0);
  perCapita = $state(false);
  /** Percentile of the runs that the map shows. */
  level = $state<Level>("p50");
  logScale = $state(false);
  /** Charts show the crisis days only. */
  zoom = $state(false);
  theme = $state<Theme>("system");

  select(place: string): void {
    this.place = this.place === place ? NATION : place;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    const root = document.documentElement;
    if (theme === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
    // A page opened from a file may have no storage; the choice then lasts until it is closed.
    try {
      if (theme === "system") localStorage.removeItem(THEME_KEY);
      else localStorage.setItem(THEME_KEY, theme);
    } catch {
      return;
    }
  }

  restoreTheme(): void {
    try {
      const stored = localStorage.getItem(THEME_KEY);
      if (stored === "light" || stored === "dark") this.setTheme(stored);
    } catch {
      return;
    }
  }
}

export const view = new View();
