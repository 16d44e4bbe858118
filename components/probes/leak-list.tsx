import { Badge } from "#components/ui/badge.tsx";
import type { SelfTestDto } from "#lib/services/self-test/self-test-dto.ts";

type Leak = SelfTestDto["leaks"][number];

/** Every leak that was planted, and whether the probes saw it; the missed ones first. */
export function LeakList({ leaks, isOpen }: { leaks: readonly Leak[]; isOpen: boolean }) {
  if (leaks.length === 0) return null;
  const sorted = leaks.toSorted((one, other) => Number(one.isCaught) - Number(other.isCaught));
  return (
    <details open={isOpen}>
      <summary className="w-fit cursor-pointer text-accent text-sm">The leaks that were planted</summary>
      <ul className="mt-2 border-t">
        {sorted.map((leak) => (
          <li
            key={leak.id}
            className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-0.5 border-b py-1.5 text-sm last:border-b-0"
          >
            <span className="w-24">
              <Badge tone={leak.isCaught ? "neutral" : "solid"}>
                {leak.isCaught ? "Caught" : "Not caught"}
              </Badge>
            </span>
            <span className="min-w-0 flex-1 basis-64">
              {leak.title}
              {leak.detail ? <span className="block text-dim">{leak.detail}</span> : null}
            </span>
            <span className="font-mono text-dim text-xs [overflow-wrap:anywhere] sm:max-w-72 sm:text-right">
              {noticed(leak)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function noticed({ turnedRed, redItems, unmeasured }: Leak): string {
  if (unmeasured === undefined) return [...turnedRed, ...redItems].join(", ") || "nothing turned red";
  return unmeasured.found.length > 0 ? `not measured: ${unmeasured.found.join(", ")}` : "all counts still";
}
