"use client";

import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { describeParts } from "#components/verdict/overall-mark.tsx";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import { type Verdict, verdicts } from "#lib/domain/checklist/verdict.ts";
import type { FleetHostDto } from "#lib/services/fleet/fleet-dto.ts";
import { cellPath, placePairs } from "./pair-cells.ts";
import { describeWall, type Wall } from "./wall.ts";

const cell = 18;
const strokeOf: Record<Verdict, string> = {
  proven: "var(--proven)",
  failed: "var(--failed)",
  "not-measured": "var(--unmeasured)",
  accepted: "var(--accepted)",
};

type PairMatrixProps = {
  host: FleetHostDto;
  find: (a: string, b: string) => Wall | null;
  onOpen: (wall: Wall) => void;
};

/** Every pair of a host's tenants in one triangle, for hosts with too many for a hull. */
export function PairMatrix({ host, find, onOpen }: PairMatrixProps) {
  const { compartments } = host;
  const pairs = placePairs(
    compartments.map(({ slug }) => slug),
    find,
  );
  const size = compartments.length * cell;
  return (
    <section
      aria-label={`Pairs of tenants of ${host.name}`}
      className="overflow-x-auto rounded-md border bg-panel"
    >
      <div className="flex w-max">
        <ol className="sticky left-0 z-10 w-56 border-r border-r-edge bg-panel pt-[18px] text-xs">
          {compartments.map((tenant, index) => (
            <li key={tenant.slug} className="flex items-center gap-2 px-2" style={{ height: cell }}>
              <span className="w-5 text-right font-mono text-[0.625rem] text-faint">{index + 1}</span>
              <span title={describeParts(tenant.overall)}>
                <VerdictShape verdict={tenant.overall.verdict} className="size-2.5!" />
              </span>
              <Link
                href={toRoute(`/tenants/${tenant.slug}`)}
                className="truncate hover:underline"
                title={tenant.name}
              >
                {tenant.name}
              </Link>
            </li>
          ))}
        </ol>
        <div className="relative" style={{ width: size, height: size + cell }}>
          <svg aria-hidden="true" width={size} height={size + cell} className="absolute inset-0">
            {compartments.map((tenant, index) => (
              <text
                key={tenant.slug}
                x={index * cell + cell / 2}
                y={12}
                textAnchor="middle"
                fontSize="10"
                fill="var(--faint)"
                className="font-mono"
              >
                {index + 1}
              </text>
            ))}
            {verdicts.map((verdict) => (
              <path
                key={verdict}
                d={pairs
                  .filter((pair) => pair.wall.verdict === verdict)
                  .map((pair) =>
                    cellPath(verdict, pair.column * cell + cell / 2, (pair.row + 1) * cell + cell / 2),
                  )
                  .join("")}
                fill={verdict === "proven" ? strokeOf[verdict] : "none"}
                stroke={strokeOf[verdict]}
                strokeWidth={verdict === "failed" ? 2.5 : verdict === "proven" ? 0 : 1.5}
                strokeDasharray={verdict === "not-measured" ? "1.5 2" : undefined}
              />
            ))}
          </svg>
          {pairs
            .filter(({ wall }) => wall.breaches.length > 0 || wall.breach !== null)
            .map(({ wall, row, column }) => (
              <button
                key={`${wall.a.slug} ${wall.b.slug}`}
                type="button"
                aria-label={describeWall(wall)}
                title={describeWall(wall)}
                onClick={() => onOpen(wall)}
                className="absolute rounded-sm hover:bg-failed-soft/60 hover:outline-1 hover:outline-failed"
                style={{ left: column * cell, top: (row + 1) * cell, width: cell, height: cell }}
              />
            ))}
        </div>
      </div>
    </section>
  );
}
