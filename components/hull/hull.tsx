"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toRoute } from "#components/ui/href.ts";
import type { FleetHostDto } from "#lib/services/fleet/fleet-dto.ts";
import { HullCompartment } from "./hull-compartment.tsx";
import { fitsHull, layOutHull } from "./hull-layout.ts";
import { HullLegend } from "./hull-legend.tsx";
import { BreachButton, HullWall } from "./hull-wall.tsx";
import { PairMatrix } from "./pair-matrix.tsx";
import { useElementWidth } from "./use-element-width.ts";
import { attemptsHref, type Wall, wallFinder } from "./wall.ts";
import { WallList } from "./wall-list.tsx";
import { WallPanel } from "./wall-panel.tsx";

const assumedWidth = 960;

/** A host as a hull divided into compartments; what it can't show, or has no room for, stands beneath it. */
export function Hull({ host }: { host: FleetHostDto }) {
  const [ref, width] = useElementWidth<HTMLDivElement>(assumedWidth);
  const router = useRouter();
  const [open, setOpen] = useState<readonly [string, string] | null>(null);
  const find = wallFinder(host);
  const onOpen = (wall: Wall) => {
    // A wall that nothing but attempts got through, accepted or not, has its whole story there.
    if (wall.breach && wall.breaches.length === 0) router.push(toRoute(attemptsHref(wall)));
    else setOpen([wall.a.slug, wall.b.slug]);
  };
  const isHull = fitsHull(host.compartments.length, width);
  return (
    <div className="flex flex-col gap-4">
      <div ref={ref} className="max-sm:hidden">
        {isHull ? (
          <HullDrawing host={host} width={width} find={find} onOpen={onOpen} />
        ) : (
          <PairMatrix host={host} find={find} onOpen={onOpen} />
        )}
        <HullLegend isHull={isHull} />
      </div>
      <WallList host={host} onOpen={onOpen} />
      <WallPanel wall={open ? find(open[0], open[1]) : null} onClose={() => setOpen(null)} />
    </div>
  );
}

type HullDrawingProps = {
  host: FleetHostDto;
  width: number;
  find: (a: string, b: string) => Wall | null;
  onOpen: (wall: Wall) => void;
};

function HullDrawing({ host, width, find, onOpen }: HullDrawingProps) {
  const layout = layOutHull(
    host.compartments.map(({ slug }) => slug),
    width,
  );
  const bySlug = new Map(host.compartments.map((one) => [one.slug, one]));
  const walls = layout.walls.flatMap((line) => {
    const wall = find(line.a, line.b);
    return wall ? [{ line, wall }] : [];
  });
  return (
    <section
      aria-label={`Hull of ${host.name}`}
      className="relative"
      style={{ height: layout.height, width: layout.width }}
    >
      <svg aria-hidden="true" width={layout.width} height={layout.height} className="absolute inset-0">
        <path d={layout.outline} fill="var(--panel)" stroke="var(--ink)" strokeWidth="2.5" />
        <path
          d={layout.outline}
          fill="none"
          stroke="var(--edge)"
          strokeWidth="1"
          transform={insetTransform(layout.width, layout.height, 7)}
        />
        <line
          x1={layout.forepeak.x}
          x2={layout.forepeak.x}
          y1={layout.forepeak.y}
          y2={layout.forepeak.y + layout.forepeak.height}
          stroke="var(--edge)"
          strokeWidth="1"
        />
        {walls.map(({ line, wall }) => (
          <HullWall key={`${line.a} ${line.b}`} line={line} wall={wall} />
        ))}
      </svg>
      <div
        aria-hidden="true"
        className="plate absolute flex flex-col justify-center gap-0.5 pl-3 text-faint"
        style={{
          left: layout.forepeak.x,
          top: layout.forepeak.y,
          height: layout.forepeak.height,
          width: layout.forepeak.width * 0.8,
        }}
      >
        <span className="truncate">{host.name}</span>
        <span>{host.isReachable ? "answers" : "no answer"}</span>
      </div>
      {layout.compartments.map(({ slug, box }) => {
        const compartment = bySlug.get(slug);
        return compartment ? <HullCompartment key={slug} compartment={compartment} box={box} /> : null;
      })}
      {walls.map(({ line, wall }) => (
        <BreachButton key={`${line.a} ${line.b}`} line={line} wall={wall} onOpen={onOpen} />
      ))}
    </section>
  );
}

/** Shrinks the outline towards its middle by so many pixels on each side. */
function insetTransform(width: number, height: number, by: number): string {
  const x = (width - 2 * by) / width;
  const y = (height - 2 * by) / height;
  return `translate(${by} ${by}) scale(${x} ${y})`;
}
