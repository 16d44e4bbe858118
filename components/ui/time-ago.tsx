"use client";

import { exactTime, relativeTime } from "./relative-time.ts";
import { Tooltip } from "./tooltip.tsx";
import { useNow } from "./use-now.ts";

/** How long ago, exact on hover and focus. */
export function TimeAgo({ at, className }: { at: string | Date; className?: string }) {
  const now = useNow(15_000);
  const date = new Date(at);
  const exact = exactTime(date);
  // Before the page is alive there is no clock, so the exact time stands in.
  const text = now === null ? exact : relativeTime(date, new Date(Math.max(now, Date.now() - 15_000)));
  return (
    <Tooltip label={<span className="font-mono">{exact}</span>}>
      <time dateTime={date.toISOString()} className={className ?? "whitespace-nowrap"}>
        {text}
      </time>
    </Tooltip>
  );
}
