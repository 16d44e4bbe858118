"use client";

import { LiveContent } from "#components/live/live-notices.tsx";
import type { Live } from "#components/live/use-live-query.ts";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { HardeningDto } from "#lib/services/hardening/hardening-dto.ts";
import { HardeningEditor } from "./hardening-editor.tsx";

type HardeningSectionProps = {
  slug: string;
  name: string;
  live: Live<HardeningDto>;
  canOperate: boolean;
  /** True while another operation of this tenant is under way. */
  isBusy: boolean;
};

/** What hardens a tenant's boundary: asked for, and seen. */
export function HardeningSection({ slug, name, live, canOperate, isBusy }: HardeningSectionProps) {
  return (
    <Section title="Hardening" frame="plain" aside="asked for and seen at the running Gateway">
      <LiveContent
        live={live}
        errorTitle="The hardening can't be shown."
        skeleton={<TableSkeleton rows={7} />}
      >
        {(hardening) =>
          hardening.isOnHost ? (
            <HardeningEditor
              slug={slug}
              name={name}
              hardening={hardening}
              canOperate={canOperate}
              isBusy={isBusy}
            />
          ) : (
            <p className="text-dim text-sm">
              The tenant is not set up on its host, so nothing of its boundary can be seen.
            </p>
          )
        }
      </LiveContent>
    </Section>
  );
}
