"use client";

import { Play, Square } from "lucide-react";
import { toast } from "sonner";
import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { startGateway, stopGateway } from "#lib/actions/gateway.ts";
import { canDo, operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { TenantRowDto } from "#lib/services/tenant/tenant-dto.ts";
import { situationOf } from "./situation.ts";

/** Start or Stop of one row, whichever makes sense; or what is under way. */
export function RowPower({ tenant }: { tenant: TenantRowDto }) {
  const onFailure = (error: Error) => {
    const { message, nextStep } = toFailure(error);
    toast.error(`${tenant.name}: ${message}`, { description: nextStep });
  };
  const start = useCommand(startGateway, { onFailure });
  const stop = useCommand(stopGateway, { onFailure });
  if (tenant.unfinished) {
    return (
      <span className="inline-flex items-center gap-1.5 text-dim text-xs">
        <Spinner className="size-3" />
        {operationKinds[tenant.unfinished.kind].words.running}
      </span>
    );
  }
  const situation = situationOf(tenant);
  const input = { slug: tenant.slug };
  if (canDo("start", situation)) {
    return (
      <Button
        size="sm"
        className="relative z-1"
        aria-label={`Start ${tenant.name}`}
        icon={<Play aria-hidden="true" />}
        isPending={start.isPending}
        onClick={() => start.run(input)}
      >
        Start
      </Button>
    );
  }
  return canDo("stop", situation) ? (
    <Button
      size="sm"
      variant="ghost"
      className="relative z-1"
      aria-label={`Stop ${tenant.name}`}
      icon={<Square aria-hidden="true" />}
      isPending={stop.isPending}
      onClick={() => stop.run(input)}
    >
      Stop
    </Button>
  ) : null;
}
