import { Circle, Line, Path, Svg } from "@react-pdf/renderer";
import type { Verdict } from "#lib/domain/checklist/verdict.ts";

export const verdictInk: Record<Verdict, string> = {
  proven: "#15703f",
  failed: "#b3261e",
  "not-measured": "#5b6470",
  accepted: "#8a5a00",
};

/** The verdict's shape, readable without its colour. */
export function VerdictShape({ verdict }: { verdict: Verdict }) {
  const ink = verdictInk[verdict];
  return (
    <Svg width={9} height={9} viewBox="0 0 10 10">
      {verdict === "proven" && <Circle cx={5} cy={5} r={4} fill={ink} />}
      {verdict === "failed" && (
        <>
          <Line x1={1.5} y1={1.5} x2={8.5} y2={8.5} stroke={ink} strokeWidth={2} />
          <Line x1={8.5} y1={1.5} x2={1.5} y2={8.5} stroke={ink} strokeWidth={2} />
        </>
      )}
      {verdict === "not-measured" && (
        <Circle cx={5} cy={5} r={3.8} stroke={ink} strokeWidth={1.2} strokeDasharray="2 1.4" fill="none" />
      )}
      {verdict === "accepted" && (
        <>
          <Circle cx={5} cy={5} r={3.8} stroke={ink} strokeWidth={1.2} fill="none" />
          <Path d="M5 1.2 A3.8 3.8 0 0 0 5 8.8 Z" fill={ink} />
        </>
      )}
    </Svg>
  );
}
