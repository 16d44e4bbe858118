"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** The width of an element in pixels; `assumed` until it has been measured. */
export function useElementWidth<Element extends HTMLElement>(
  assumed: number,
): [RefObject<Element | null>, number] {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(assumed);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
