"use client";

import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type { HostDto } from "#lib/services/host/host-dto.ts";

const path = "/api/hosts";

/** The hosts with what is free on them now. */
export function useHosts(initial?: readonly HostDto[]): Live<readonly HostDto[]> {
  return useLiveQuery<readonly HostDto[]>({
    queryKey: ["hosts"],
    path,
    initial: initial && { path, data: initial },
  });
}
