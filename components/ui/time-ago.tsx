"use client";

import { exactTime, relativeTime } from "./relative-time.ts";
import { Tooltip } from "./tooltip.tsx";
import { useNow } from "./use-now.ts";

const stepMs = 15_000;

/** How long ago, exact on hover and focus. */
export function TimeAgo({ at, className }: { at: string | Date; className?: string }) {
  const now = useNow(stepMs);
  const date = new Date(at);
  const exact = exactTime(date);
  // The clock is read at the start of each step: counting to its end never shows something as younger than it is.
  // Before the page is alive there is no clock, so month, day and minute (UTC) stand in: as wide as an age.
  const text =
    now === null
      ? date.toISOString().slice(5, 16).replace("T", " ")
      : relativeTime(date, new Date(now + stepMs));
  return (
    <Tooltip label={<span className="font-mono">{exact}</span>}>
      <time dateTime={date.toISOString()} className={className ?? "whitespace-nowrap"}>
        {text}
      </time>
    </Tooltip>
  );
}
