"use client";

import type { ReactNode } from "react";
import { toFailure } from "#components/answers/api-error.ts";
import { FailureState } from "#components/answers/failure-state.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import type { Live } from "./use-live-query.ts";

/** Says when what is on screen could not be refreshed. Nothing while all is well. */
export function LiveStaleNotice({ live }: { live: Live<unknown> }) {
  if (!live.isStale) return null;
  return (
    <div className="mb-4">
      <StaleNotice since={live.since} onRetry={live.refresh} isRetrying={live.isFetching}>
        This can't be refreshed. {toFailure(live.error).message}
      </StaleNotice>
    </div>
  );
}

type LiveContentProps<Data> = {
  live: Live<Data>;
  /** What could not be read: "The audit can't be shown." */
  errorTitle: string;
  skeleton: ReactNode;
  children: (data: Data) => ReactNode;
};

/** Loading, error, or the data, stale or not. */
export function LiveContent<Data>({ live, errorTitle, skeleton, children }: LiveContentProps<Data>) {
  if (live.data !== undefined) {
    return (
      <>
        <LiveStaleNotice live={live} />
        {children(live.data)}
      </>
    );
  }
  if (!live.error) return skeleton;
  return (
    <FailureState title={errorTitle} error={live.error} onRetry={live.refresh} isRetrying={live.isFetching} />
  );
}
