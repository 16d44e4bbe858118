"use client";

import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";
import { useNow } from "./use-now.ts";

export type StepStatus = "pending" | "running" | "done" | "unchanged" | "failed";

export type StepItem = {
  id: string;
  title: ReactNode;
  status: StepStatus;
  detail?: ReactNode | undefined;
  /** When it began; with `endedAt` gives the time it took, without it the time so far. */
  startedAt?: string | null | undefined;
  endedAt?: string | null | undefined;
};

const words: Record<StepStatus, string> = {
  pending: "waiting",
  running: "running",
  done: "done",
  unchanged: "already so",
  failed: "failed",
};

const paths: Record<Exclude<StepStatus, "running">, string> = {
  pending: "M8 6.5v3M6.5 8h3",
  done: "m3.5 8.5 3 3 6-7",
  unchanged: "M4 6h8M4 10h8",
  failed: "m4 4 8 8m0-8-8 8",
};

/** A piece of work, step by step, as it happens. */
export function StepList({ steps, label }: { steps: readonly StepItem[]; label: string }) {
  return (
    <ol aria-label={label} aria-live="polite" className="flex flex-col">
      {steps.map((step) => (
        <li
          key={step.id}
          aria-current={step.status === "running" ? "step" : undefined}
          className="relative flex gap-3 pb-3 before:absolute before:top-5 before:bottom-0 before:left-[9.5px] before:w-px before:bg-rule last:before:hidden"
        >
          <StepIcon status={step.status} />
          <div className="min-w-0 flex-1">
            <div className="flex items-baseline justify-between gap-3">
              <span className={step.status === "pending" ? "text-faint" : "font-medium"}>{step.title}</span>
              <span className="whitespace-nowrap text-faint text-xs">
                {words[step.status]} <Elapsed step={step} />
              </span>
            </div>
            {step.detail ? (
              <p
                className={classNames(
                  "text-sm [overflow-wrap:anywhere]",
                  step.status === "failed" ? "text-danger" : "text-dim",
                )}
              >
                {step.detail}
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepIcon({ status }: { status: StepStatus }) {
  const frame = "z-1 mt-px flex size-5 shrink-0 items-center justify-center rounded-sm border bg-panel";
  if (status === "running") {
    return (
      <span className={classNames(frame, "border-accent text-accent")}>
        <Spinner className="size-3" />
      </span>
    );
  }
  return (
    <span
      className={classNames(
        frame,
        status === "failed" ? "border-danger text-danger" : "border-edge",
        status === "pending" && "border-dashed text-transparent",
        status === "unchanged" && "text-faint",
      )}
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-3.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      >
        <path d={paths[status]} />
      </svg>
    </span>
  );
}

function Elapsed({ step }: { step: StepItem }) {
  const now = useNow();
  if (!step.startedAt || step.status === "pending") {
    return null;
  }
  const end = step.endedAt ? Date.parse(step.endedAt) : step.status === "running" ? now : null;
  if (end === null) {
    return null;
  }
  const seconds = Math.max(0, (end - Date.parse(step.startedAt)) / 1000);
  return (
    <span className="ml-1 font-mono">
      {step.status === "running" ? Math.floor(seconds) : seconds.toFixed(1)} s
    </span>
  );
}
