"use client";

import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

type ErrorStateProps = {
  /** What happened. */
  title: ReactNode;
  /** Why, where it is known. */
  reason?: ReactNode | undefined;
  /** What to do about it. */
  nextStep?: ReactNode | undefined;
  onRetry?: (() => void) | undefined;
  isRetrying?: boolean | undefined;
  action?: ReactNode | undefined;
};

export function ErrorState({ title, reason, nextStep, onRetry, isRetrying, action }: ErrorStateProps) {
  return (
    <section role="alert" className="flex overflow-hidden rounded-md border border-danger bg-panel">
      <div aria-hidden="true" className="hatch w-2 shrink-0 text-danger" />
      <div className="flex flex-col items-start gap-1 px-5 py-4">
        <h3 className="font-semibold text-lg">{title}</h3>
        {reason ? <p className="max-w-prose text-dim">{reason}</p> : null}
        {nextStep ? <p className="max-w-prose">{nextStep}</p> : null}
        {onRetry || action ? (
          <div className="mt-3 flex gap-2">
            {onRetry ? (
              <Button
                icon={<RotateCw aria-hidden="true" />}
                onClick={onRetry}
                isPending={isRetrying ?? false}
              >
                Try again
              </Button>
            ) : null}
            {action}
          </div>
        ) : null}
      </div>
    </section>
  );
}
