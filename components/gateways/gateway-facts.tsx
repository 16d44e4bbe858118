"use client";

import type { ReactNode } from "react";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { formatBytes } from "#components/words/format-bytes.ts";
import { formatDuration } from "#components/words/format-duration.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

/** The numbers of a Gateway, as last observed. While the host isn't heard of they are struck dim, not current. */
export function GatewayFacts({ tenant }: { tenant: TenantDto }) {
  const { gateway, ports } = tenant;
  const seen = gateway.observation;
  const isCurrent = !gateway.isStale && seen !== null;
  return (
    <dl className="flex flex-wrap gap-x-7 gap-y-2 border-y py-2.5">
      <Fact term="pid" value={isCurrent ? seen.pid : null} />
      <Fact term="uid" value={isCurrent ? seen.uid : null} />
      <Fact
        term="ports"
        value={ports ? `${ports.base}–${ports.last}` : null}
        hint="Its block of ports on the host. The Gateway listens on the first."
      />
      <Fact term="OpenClaw" value={(isCurrent ? seen.version : null) ?? gateway.desiredVersion} />
      <Fact term="up for" value={isCurrent && seen.pid ? <Uptime since={seen.startedAt} /> : null} />
      <Fact term="memory" value={isCurrent && seen.memoryBytes ? formatBytes(seen.memoryBytes) : null} />
      <Fact
        term="healthz"
        value={isCurrent && seen.pid ? (seen.isLive ? "answers" : "no answer") : null}
        hint="Asked only after the listener was seen to be this Gateway's own process."
      />
      {isCurrent && seen.readiness ? (
        <Fact
          term="ready"
          value={seen.readiness.isReady ? "yes" : "no"}
          hint={
            seen.readiness.failing.length > 0
              ? `Not ready: ${seen.readiness.failing.join(", ")}. It goes red when a channel is down; the Gateway isn't restarted for it.`
              : "What the Gateway says of its channels. For information."
          }
        />
      ) : null}
      {isCurrent && seen.restartCount > 0 ? <Fact term="restarts" value={seen.restartCount} /> : null}
    </dl>
  );
}

function Fact({ term, value, hint }: { term: string; value: ReactNode; hint?: string }) {
  const label = <dt className="plate text-faint">{term}</dt>;
  return (
    <div>
      {hint ? (
        <Tooltip label={hint} side="bottom">
          <dt className="plate w-fit cursor-help text-faint underline decoration-dotted underline-offset-2">
            {term}
          </dt>
        </Tooltip>
      ) : (
        label
      )}
      <dd className="font-mono text-sm">{value ?? <span className="text-faint">–</span>}</dd>
    </div>
  );
}

/** How long something has been running, ticking. */
export function Uptime({ since }: { since: string | null }) {
  const now = useNow();
  if (!since || now === null) return <span className="text-faint">–</span>;
  return <time dateTime={since}>{formatDuration(now - Date.parse(since))}</time>;
}
