"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import type { Href } from "#components/ui/href.ts";
import { visibleDestinations } from "#components/words/destinations.ts";

const sequenceMs = 1200;

type Shortcuts = {
  isOwner: boolean;
  onGo: (href: Href) => void;
  onOpenPalette: () => void;
  onShowShortcuts: () => void;
};

/** ⌘K or Ctrl-K, `g` and a letter, `/` and `?`. Single keys do nothing while one types or a dialog is open. */
export function useShortcuts({ isOwner, onGo, onOpenPalette, onShowShortcuts }: Shortcuts): void {
  const waitingSince = useRef(Number.NEGATIVE_INFINITY);

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const hasModifier = event.metaKey || event.ctrlKey || event.altKey;
    if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey) {
      event.preventDefault();
      onOpenPalette();
      return;
    }
    if (hasModifier || event.defaultPrevented || isTyping(event.target) || isDialogOpen()) {
      return;
    }
    const isSecondKey = event.timeStamp - waitingSince.current < sequenceMs;
    waitingSince.current = Number.NEGATIVE_INFINITY;
    if (isSecondKey) {
      const destination = visibleDestinations(isOwner).find(({ key }) => key === event.key);
      if (destination) {
        event.preventDefault();
        onGo(destination.href);
        return;
      }
    }
    if (event.key === "g") {
      waitingSince.current = event.timeStamp;
    } else if (event.key === "?") {
      event.preventDefault();
      onShowShortcuts();
    } else if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>("input[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });

  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

function isDialogOpen(): boolean {
  return document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null;
}
