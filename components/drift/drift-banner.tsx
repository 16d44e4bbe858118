"use client";

import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { hasDrift } from "./has-drift.ts";

type DriftBannerProps = { tenant: TenantDto; onOpen: () => void };

/** Says on every tab that the configuration was edited on the host. Nothing while it was not. */
export function DriftBanner({ tenant, onOpen }: DriftBannerProps) {
  if (!hasDrift(tenant) || tenant.unfinished !== null) return null;
  return (
    <Callout
      tone="caution"
      title="The configuration was edited on the host"
      action={
        <Button size="sm" onClick={onOpen}>
          Show the differences
        </Button>
      }
    >
      What the Gateway uses is not what Bulkhead wrote. Adopt the edit or put it back.
    </Callout>
  );
}
