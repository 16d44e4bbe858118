"use client";

import { Button } from "./button.tsx";
import { TimeAgo } from "./time-ago.tsx";

type StaleNoticeProps = {
  /** When what is shown was last known to be true. */
  since: string | Date | null;
  /** What could not be refreshed: "The host's agent doesn't answer." */
  children: React.ReactNode;
  onRetry?: (() => void) | undefined;
  isRetrying?: boolean | undefined;
};

/** Above something that is still shown but may no longer be so. */
export function StaleNotice({ since, children, onRetry, isRetrying }: StaleNoticeProps) {
  return (
    <div
      role="status"
      className="flex items-stretch overflow-hidden rounded-md border border-edge border-dashed bg-panel text-sm"
    >
      <div aria-hidden="true" className="hatch w-2 shrink-0 text-edge" />
      <div className="flex flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2">
        <p>
          {children}{" "}
          {since ? (
            <span className="text-dim">
              Last known <TimeAgo at={since} />.
            </span>
          ) : null}
        </p>
        {onRetry ? (
          <Button size="sm" onClick={onRetry} isPending={isRetrying ?? false}>
            Refresh
          </Button>
        ) : null}
      </div>
    </div>
  );
}
