"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "#components/answers/api-error.ts";
import { Toaster } from "#components/ui/toaster.tsx";

/** Sends the person to sign in again when the session ended meanwhile; they come back to where they were. */
function leaveWhenSignedOut(error: unknown): void {
  if (error instanceof ApiError && error.code === "UNAUTHENTICATED") {
    window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname)}`);
  }
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal stays a refusal; what didn't answer is worth one more try.
        retry: (failures, error) =>
          failures < 1 && !(error instanceof ApiError && (error.status ?? 500) < 500),
      },
    },
  });
}

export function Providers({ children, nonce }: { children: ReactNode; nonce: string | undefined }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <CSPProvider nonce={nonce}>
        <Tooltip.Provider>{children}</Tooltip.Provider>
      </CSPProvider>
      <Toaster />
    </QueryClientProvider>
  );
}
