"use client";

import { Archive } from "lucide-react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { archiveTenant } from "#lib/actions/tenant.ts";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

/** Takes a tenant off the lists, once nothing of it is left on its host. */
export function ArchiveTenant({ tenant }: { tenant: TenantDto }) {
  const archive = useCommand(archiveTenant);
  const isGone = tenant.ports === null && tenant.unfinished === null;
  if (!isGone || tenant.archivedAt) return null;
  return (
    <Section title="Archive">
      <div className="flex flex-col items-start gap-3">
        <p className="text-dim">
          Nothing of this tenant is left on {tenant.host.name}. Archived, it leaves the lists; its record
          stays.
        </p>
        <Button
          icon={<Archive aria-hidden="true" />}
          isPending={archive.isPending}
          onClick={() => archive.run({ slug: tenant.slug })}
        >
          Archive {tenant.name}
        </Button>
        <FormFailure error={archive.error} />
      </div>
    </Section>
  );
}
