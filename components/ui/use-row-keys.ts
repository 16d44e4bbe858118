"use client";

import type { KeyboardEvent } from "react";

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Walks the row links of a table body with the arrows or j and k; Home and End go to its ends. */
export function useRowKeys() {
  return (event: KeyboardEvent<HTMLElement>) => {
    const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a[data-row]")];
    const index = links.findIndex((link) => link.matches(":focus"));
    if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const step = steps[event.key];
    const target =
      event.key === "Home" ? links.at(0) : event.key === "End" ? links.at(-1) : step && links[index + step];
    if (target) {
      event.preventDefault();
      target.focus();
    }
  };
}
