import { Check, Minus } from "lucide-react";
import { describePolicy } from "#lib/domain/tool-policy/describe-policy.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";

/** What a policy gives and what it keeps back, a line each. */
export function PolicyWords({ policy }: { policy: ToolPolicy }) {
  const { can, cannot } = describePolicy(policy);
  return (
    <div className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
      <Lines title="It can" lines={can} isGiven />
      <Lines title="It can't" lines={cannot} isGiven={false} />
    </div>
  );
}

function Lines({ title, lines, isGiven }: { title: string; lines: readonly string[]; isGiven: boolean }) {
  const Mark = isGiven ? Check : Minus;
  return (
    <div>
      <p className="mb-1 font-medium">{title}</p>
      <ul className="flex flex-col gap-1">
        {lines.map((line) => (
          <li key={line} className="flex items-start gap-2 text-dim">
            <Mark aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
            <span className="min-w-0 [overflow-wrap:anywhere]">{line}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
