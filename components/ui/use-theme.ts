"use client";

import { useCallback, useSyncExternalStore } from "react";
import { parseTheme, type Theme, themeCookie } from "./theme.ts";

const yearSeconds = 31_536_000;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}

/** The theme of this browser and how to change it. `<html data-theme>` is the one place that holds it. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const theme = useSyncExternalStore<Theme>(subscribe, currentTheme, () => "system");
  const setTheme = useCallback((next: Theme) => {
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support.
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
    for (const listener of listeners) {
      listener();
    }
  }, []);
  return { theme, setTheme };
}
