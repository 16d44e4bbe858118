import { Callout } from "#components/ui/callout.tsx";
import type { GatewayDto } from "#lib/services/observation/gateway-dto.ts";

/** Says so when another process sits on the Gateway's port. */
export function PortHolder({ gateway }: { gateway: GatewayDto }) {
  const holder = gateway.isStale ? null : gateway.observation?.portHolder;
  if (!holder) return null;
  return (
    <Callout
      tone="danger"
      title={`Port ${holder.port} is held by another process (uid ${holder.uid}${holder.pid === null ? "" : `, pid ${holder.pid}`}).`}
    >
      End that process on the host, then start this Gateway.
    </Callout>
  );
}
