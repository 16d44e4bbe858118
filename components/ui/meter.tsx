"use client";

import { Meter as BaseMeter } from "@base-ui/react/meter";
import { Progress as BaseProgress } from "@base-ui/react/progress";
import type { ReactNode } from "react";

type MeterProps = {
  label: ReactNode;
  value: number;
  max: number;
  /** "3.1 of 7.8 GiB" */
  valueText: string;
};

/** How much of something is used. Above nine tenths it is hatched. */
export function Meter({ label, value, max, valueText }: MeterProps) {
  const isNearlyFull = max > 0 && value / max > 0.9;
  return (
    <BaseMeter.Root
      value={Math.min(value, max)}
      max={max}
      aria-valuetext={valueText}
      className="flex flex-col gap-1.5"
    >
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <BaseMeter.Label className="text-dim">{label}</BaseMeter.Label>
        <span className="font-mono text-xs">{valueText}</span>
      </div>
      <BaseMeter.Track className="h-2 overflow-hidden rounded-sm border border-edge bg-well">
        <BaseMeter.Indicator className={isNearlyFull ? "hatch text-ink" : "bg-edge"} />
      </BaseMeter.Track>
    </BaseMeter.Root>
  );
}

/** Work in progress: a share (0 to 1) when it is known, a breathing bar when not (`value` null). */
export function ProgressBar({ label, value }: { label: string; value: number | null }) {
  return (
    <BaseProgress.Root value={value === null ? null : Math.min(1, value) * 100} aria-label={label}>
      <BaseProgress.Track className="h-1 overflow-hidden rounded-sm bg-well">
        <BaseProgress.Indicator
          className={
            value === null ? "h-full w-full animate-breathe bg-accent" : "bg-accent transition-[width]"
          }
        />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
