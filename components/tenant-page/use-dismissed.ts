"use client";

import { useState, useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Remembers in this browser that somebody wanted to see something no more. Hidden until the browser was asked. */
export function useDismissed(name: string): readonly [isDismissed: boolean, dismiss: () => void] {
  const key = `bulkhead.dismissed.${name}`;
  const [isNow, setNow] = useState(false);
  const isStored = useSyncExternalStore(
    never,
    () => localStorage.getItem(key) !== null,
    () => true,
  );
  const dismiss = () => {
    localStorage.setItem(key, "");
    setNow(true);
  };
  return [isStored || isNow, dismiss];
}
