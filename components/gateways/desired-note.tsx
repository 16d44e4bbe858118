import { Badge } from "#components/ui/badge.tsx";
import type { GatewayDto, ShownPhase } from "#lib/services/observation/gateway-dto.ts";

const satisfies: Record<GatewayDto["desiredState"], readonly ShownPhase[]> = {
  running: ["running", "starting", "backing-off"],
  stopped: ["stopped", "stopping", "absent", "incomplete"],
  absent: ["absent"],
};

const wanted = { running: "running", stopped: "stopped", absent: "removed" } as const;

type DesiredNoteProps = { phase: ShownPhase; desiredState: GatewayDto["desiredState"] };

/** What was asked for, only where it differs from what is observed. */
export function DesiredNote({ phase, desiredState }: DesiredNoteProps) {
  if (satisfies[desiredState].includes(phase)) return null;
  return <Badge tone="dashed">should be {wanted[desiredState]}</Badge>;
}
