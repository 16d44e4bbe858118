"use client";

import { ErrorState } from "#components/ui/error-state.tsx";

export default function PanelError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest =
    error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;
  return (
    <ErrorState
      title="This page couldn't be shown."
      reason={
        digest
          ? `Something failed inside Bulkhead while it was being made. The log of npm start has it under ${digest}.`
          : "Something failed in the browser while it was being drawn."
      }
      nextStep="Try again. If the database or the host's agent was just restarted, it comes back within seconds."
      onRetry={retry}
    />
  );
}
