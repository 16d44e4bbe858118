import type { ResidualRisk } from "#lib/domain/checklist/residual-risks.ts";

/** Risks that always hold, weightiest first. */
export function RiskList({ risks }: { risks: readonly ResidualRisk[] }) {
  return (
    <ul className="flex flex-col">
      {risks.map((risk) => (
        <li key={risk.id} className="border-t py-2.5 first:border-t-0 first:pt-0 last:pb-0">
          <p className="font-medium">{risk.title}</p>
          <p className="text-dim text-sm">{risk.text}</p>
        </li>
      ))}
    </ul>
  );
}
