"use client";

import { ChevronRight } from "lucide-react";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { FleetHostDto } from "#lib/services/fleet/fleet-dto.ts";
import { describeBreach, troubledWalls, type Wall } from "./wall.ts";

const mostShown = 12;

/** The walls with trouble, neighbours or not. On a phone this stands for the hull. */
export function WallList({ host, onOpen }: { host: FleetHostDto; onOpen: (wall: Wall) => void }) {
  const walls = troubledWalls(host);
  if (walls.length === 0) return <NoTrouble host={host} />;
  const shown = walls.slice(0, mostShown);
  return (
    <section aria-label="Walls with trouble">
      <h3 className="plate mb-1.5 text-dim">Walls with trouble · {walls.length}</h3>
      <ul className="rounded-md border bg-panel max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0">
        {shown.map((wall) => (
          <li key={`${wall.a.slug} ${wall.b.slug}`} className="border-b last:border-b-0">
            <button
              type="button"
              onClick={() => onOpen(wall)}
              className="flex min-h-10 w-full items-center gap-3 px-3 py-1.5 text-left text-sm -outline-offset-2 hover:bg-well"
            >
              <VerdictShape verdict={wall.verdict} />
              <span className="min-w-0 flex-1">
                <span className="font-medium [overflow-wrap:anywhere]">
                  {wall.a.name} <span className="text-faint">|</span> {wall.b.name}
                </span>
                <span className="block truncate text-dim">{sharedItems(wall)}</span>
              </span>
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-faint" />
            </button>
          </li>
        ))}
      </ul>
      {walls.length > shown.length ? (
        <p className="mt-1.5 text-dim text-sm">
          And {walls.length - shown.length} more. The attempts and the matrix have all of them.
        </p>
      ) : null}
    </section>
  );
}

const sharingWords: Record<Verdict, string> = {
  failed: "Share",
  accepted: "Accepted sharing of",
  "not-measured": "Not measured any more; last seen to share",
  proven: "Share",
};

function sharedItems(wall: Wall): string {
  const labels = [...new Set(wall.breaches.map(({ label }) => label))];
  const shared =
    labels.length > 0 ? `${sharingWords[wall.verdict]} ${labels.join(", ").toLowerCase()}` : null;
  return [shared, describeBreach(wall)].filter((part) => part !== null).join("; ");
}

function NoTrouble({ host }: { host: FleetHostDto }) {
  const unmeasured = host.compartments.filter(({ isMeasured }) => !isMeasured).length;
  const pairs = (host.compartments.length * (host.compartments.length - 1)) / 2;
  const untried = pairs - host.attempts.length;
  return (
    <p className="text-dim text-sm sm:hidden">
      {unmeasured > 0
        ? `No wall is known to be broken; ${unmeasured} of ${host.compartments.length} tenants are not fully measured.`
        : untried > 0
          ? `No wall is known to be broken; ${untried} of ${pairs} ${pairs === 1 ? "is" : "are"} not fully tried.`
          : "No tenant shares anything with another, and nothing got through."}
    </p>
  );
}
