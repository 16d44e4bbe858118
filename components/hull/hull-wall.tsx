"use client";

import { classNames } from "#components/ui/class-names.ts";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import { type Verdict, verdictLabels } from "#lib/domain/checklist/verdict.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import type { Point, WallLine } from "./hull-layout.ts";
import { describeWall, type Wall } from "./wall.ts";

const thickness: Record<GatewayRung, number> = { profile: 3, "os-user": 8 };
const colour: Record<Verdict, string> = {
  proven: "var(--proven)",
  failed: "var(--failed)",
  "not-measured": "var(--unmeasured)",
  accepted: "var(--accepted)",
};
const gap = 46;

/** A wall in two halves that meet when it is whole; a breach pulls them apart, and they close again when it is mended. */
export function HullWall({ line, wall }: { line: WallLine; wall: Wall }) {
  const isBroken = wall.verdict === "failed";
  const middle = between(line.from, line.to, 0.5);
  const half = Math.hypot(line.to.x - line.from.x, line.to.y - line.from.y) / 2;
  const drawn = isBroken ? Math.max(half * 0.15, half - gap / 2) : half + 1;
  return (
    <g
      stroke={colour[wall.verdict]}
      strokeWidth={thickness[wall.rung]}
      strokeDasharray={wall.verdict === "not-measured" ? "7 6" : `${drawn} ${half * 2}`}
      className="[transition:stroke-dasharray_500ms_ease-out,stroke_500ms]"
    >
      <title>{describeWall(wall)}</title>
      <path d={`M${line.from.x} ${line.from.y}L${middle.x} ${middle.y}`} />
      <path d={`M${line.to.x} ${line.to.y}L${middle.x} ${middle.y}`} />
      {isBroken ? <Jags at={middle} isVertical={line.from.x === line.to.x} /> : null}
    </g>
  );
}

/** The torn edges on both sides of a breach. */
function Jags({ at, isVertical }: { at: Point; isVertical: boolean }) {
  const edge = "M-8 -4 L-4 3 L0 -4 L4 3 L8 -4";
  const half = gap / 2;
  const turn = isVertical ? 0 : -90;
  return (
    <g
      strokeWidth="2"
      strokeDasharray="none"
      fill="none"
      strokeLinejoin="bevel"
      transform={`translate(${at.x} ${at.y}) rotate(${turn})`}
    >
      <path d={edge} transform={`translate(0 ${-half - 1})`} />
      <path d={edge} transform={`translate(0 ${half + 1}) scale(1 -1)`} />
    </g>
  );
}

type BreachButtonProps = { line: WallLine; wall: Wall; onOpen: (wall: Wall) => void };

/** Opens a wall at its middle: the breach of a failed one, the tag of an accepted one, a small handle on the others. */
export function BreachButton({ line, wall, onOpen }: BreachButtonProps) {
  const at = between(line.from, line.to, 0.5);
  const isMarked = wall.verdict === "failed" || wall.verdict === "accepted";
  return (
    <button
      type="button"
      aria-label={`${describeWall(wall)}. ${verdictLabels[wall.verdict]}.`}
      title={describeWall(wall)}
      onClick={() => onOpen(wall)}
      className={classNames(
        "absolute z-10 flex -translate-x-1/2 -translate-y-1/2 items-center justify-center gap-0.5 rounded-full",
        isMarked
          ? "h-7 min-w-7 border bg-raised px-1 shadow-pop hover:bg-well"
          : "size-6 opacity-0 hover:bg-raised hover:opacity-100 focus-visible:bg-raised focus-visible:opacity-100",
        wall.verdict === "failed" && "border-failed",
        wall.verdict === "accepted" && "border-accepted",
      )}
      style={{ left: at.x, top: at.y }}
    >
      <VerdictShape verdict={wall.verdict} className={isMarked ? "" : "size-3!"} />
      {wall.verdict === "failed" && wall.breaches.length + wall.failedAttempts > 1 ? (
        <span className="font-mono text-failed text-xs">{wall.breaches.length + wall.failedAttempts}</span>
      ) : null}
    </button>
  );
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
