"use client";

import { useQuery } from "@tanstack/react-query";
import { ApiError, toFailure } from "#components/answers/api-error.ts";
import { fetchJson } from "#components/answers/fetch-json.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";

const watchMs = 15_000;
const brokenMs = 4_000;

/** Across the top, while the dashboard or a host's agent doesn't answer: what is shown may be old. */
export function ConnectionBanner() {
  const hosts = useQuery({
    queryKey: ["connection"],
    queryFn: ({ signal }) => fetchJson<HostDto[]>("/api/hosts", { signal }),
    refetchInterval: (query) =>
      query.state.status === "error" || query.state.data?.some(isLost) ? brokenMs : watchMs,
    retry: 1,
  });
  const problem = problemOf(hosts.error, hosts.data);
  if (!problem) {
    return null;
  }
  return (
    <div role="alert" className="flex border-b border-b-edge bg-hull text-hull-ink text-sm">
      <div aria-hidden="true" className="hatch w-4 shrink-0" />
      <p className="px-4 py-2">
        <strong className="font-semibold">{problem.message}</strong>{" "}
        <span className="text-hull-dim">{problem.nextStep}</span>
      </p>
    </div>
  );
}

/** One whose agent was replaced won't be back by itself: its own page says what to do. */
function isLost({ isReachable, isReplaced }: HostDto): boolean {
  return !isReachable && !isReplaced;
}

function problemOf(error: unknown, hosts: readonly HostDto[] | undefined) {
  // A refusal is an answer: only what didn't answer, or broke, is a lost connection.
  if (error && !(error instanceof ApiError && error.status !== null && error.status < 500)) {
    return toFailure(error);
  }
  const lost = hosts?.find(isLost);
  if (!lost) {
    return null;
  }
  return (
    lost.problem ?? {
      message: `The agent of ${lost.name} doesn't answer.`,
      nextStep: "Gateways keep running. Restart Bulkhead with npm start if it doesn't come back by itself.",
    }
  );
}
