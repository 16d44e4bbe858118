"use client";

import { Truck } from "lucide-react";
import { useState } from "react";
import { useHosts } from "#components/host/use-hosts.ts";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { MoveDialog } from "./move-dialog.tsx";

/** Where there is another host: the way of a tenant to it, once nothing of it is left on its own. */
export function MoveTenant({ tenant }: { tenant: TenantDto }) {
  const [isOpen, setIsOpen] = useState(false);
  const hosts = useHosts();
  const isGone = tenant.ports === null && tenant.unfinished === null;
  const others = (hosts.data ?? []).filter(({ id, isReachable }) => isReachable && id !== tenant.host.id);
  if (!isGone || tenant.archivedAt || others.length === 0) return null;
  return (
    <Section title="Another host">
      <div className="flex flex-col items-start gap-3">
        <p className="text-dim">
          Nothing of this tenant is left on {tenant.host.name}, so it can be provisioned on another host.
        </p>
        <Button icon={<Truck aria-hidden="true" />} onClick={() => setIsOpen(true)}>
          Move {tenant.name}…
        </Button>
      </div>
      <MoveDialog tenant={tenant} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </Section>
  );
}
