"use client";

import type { ReactNode } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { toFailure } from "./api-error.ts";

type FailureStateProps = {
  /** What couldn't be shown: "The clients couldn't be read." */
  title: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
  isRetrying?: boolean | undefined;
};

/** The error state of a view whose query failed. */
export function FailureState({ title, error, onRetry, isRetrying }: FailureStateProps) {
  const failure = toFailure(error);
  return (
    <ErrorState
      title={title}
      reason={failure.message}
      nextStep={failure.nextStep}
      {...(onRetry && { onRetry, isRetrying: isRetrying ?? false })}
    />
  );
}

/** What went wrong with a form as a whole, above its buttons; field errors stay beside their fields. */
export function FormFailure({ error, action }: { error: unknown; action?: ReactNode }) {
  if (!error) {
    return null;
  }
  const failure = toFailure(error);
  return (
    <Callout tone="danger" role="alert" title={failure.message} action={action}>
      {failure.nextStep}
    </Callout>
  );
}
