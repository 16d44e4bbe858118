import { Badge } from "#components/ui/badge.tsx";
import type { ChannelState } from "#lib/host-agent/contract/secrets.ts";

const labels: Record<ChannelState["state"], string> = {
  running: "Running",
  "not-running": "Not running",
  "not-loaded": "Not loaded",
  unknown: "Unknown",
};

/** How the channel is at the running Gateway, and why where it isn't well. */
export function ChannelStateNote({ state }: { state: ChannelState | undefined }) {
  if (state === undefined) return null;
  const isBad = state.state === "not-loaded" || state.state === "not-running";
  return (
    <p className={isBad ? "text-danger text-sm" : "text-dim text-sm"}>
      <Badge tone={isBad ? "solid" : state.state === "unknown" ? "dashed" : "neutral"}>
        {labels[state.state]}
      </Badge>{" "}
      {state.detail}
    </p>
  );
}
