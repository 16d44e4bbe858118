"use client";

import { isChecking } from "#components/checklist/check-button.tsx";
import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type { FleetDto } from "#lib/services/fleet/fleet-dto.ts";

const path = "/api/fleet";
const movingPhases: readonly string[] = ["starting", "stopping"];

/** The hulls as they are now. */
export function useFleet(initial: FleetDto): Live<FleetDto> & { readonly data: FleetDto } {
  const live = useLiveQuery<FleetDto>({
    queryKey: ["fleet"],
    path,
    initial: { path, data: initial },
    isMoving,
  });
  return { ...live, data: live.data ?? initial };
}

function isMoving({ hosts }: FleetDto): boolean {
  return hosts.some(
    ({ compartments, latestCheck }) =>
      isChecking(latestCheck) || compartments.some(({ phase }) => movingPhases.includes(phase)),
  );
}
