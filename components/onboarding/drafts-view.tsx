"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { toFailure } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { toRoute } from "#components/ui/href.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { discardDraft, saveDraft } from "#lib/actions/onboarding.ts";
import type { DraftDto } from "#lib/services/onboarding/onboarding-dto.ts";
import { draftTitle, furthestStep, readDraft, stepLabels } from "./wizard-draft.ts";

const path = "/api/onboarding/drafts";

type DraftsViewProps = {
  initial: readonly DraftDto[];
  /** The client a new onboarding begins with, when one came from that client's page. */
  client: { readonly id: string; readonly name: string } | null;
};

/** One's own unfinished onboardings, and the button that begins another. */
export function DraftsView({ initial, client }: DraftsViewProps) {
  const router = useRouter();
  const live = useLiveQuery<readonly DraftDto[]>({
    queryKey: ["onboarding", "drafts"],
    path,
    initial: { path, data: initial },
  });
  const begin = useCommand(saveDraft, { onDone: ({ id }) => router.push(toRoute(`/onboarding/${id}`)) });
  const start = (
    <Button
      variant="primary"
      isPending={begin.isPending || begin.isDone}
      onClick={() =>
        begin.run({
          step: client ? "boundary" : "client",
          input: client ? { clientId: client.id, clientName: client.name } : {},
        })
      }
    >
      {client ? `Begin for ${client.name}` : "Begin an onboarding"}
    </Button>
  );
  return (
    <>
      <PageHeader
        trail={[{ href: "/tenants", label: "Tenants" }]}
        title="Onboarding"
        meta="Yours, as far as you have come. Nobody else sees them."
        actions={initial.length > 0 || client ? start : null}
      />
      <FormFailure error={begin.error} />
      <LiveContent live={live} errorTitle="Your drafts can't be shown." skeleton={<TableSkeleton rows={3} />}>
        {(drafts) => (
          <div className="rounded-md border bg-panel">
            {drafts.length === 0 ? (
              <EmptyState title="Nothing under way" action={client ? null : start}>
                An onboarding asks who will use the assistant, recommends how strong a wall it needs, shows
                exactly what will be made on the host, and then makes it. You can stop at any step and come
                back here.
              </EmptyState>
            ) : (
              <ul>
                {drafts.map((draft) => (
                  <DraftRow key={draft.id} draft={draft} />
                ))}
              </ul>
            )}
          </div>
        )}
      </LiveContent>
    </>
  );
}

function DraftRow({ draft }: { draft: DraftDto }) {
  const content = readDraft(draft.input);
  const discard = useCommand(discardDraft, {
    onFailure: (error) => toast.error(toFailure(error).message, { description: toFailure(error).nextStep }),
  });
  return (
    <li className="relative flex min-h-12 items-center gap-4 border-b px-4 py-1.5 last:border-b-0 hover:bg-well">
      <Link href={toRoute(`/onboarding/${draft.id}`)} className="min-w-0 flex-1 after:absolute after:inset-0">
        <span className="block truncate font-medium">{draftTitle(content)}</span>
        <span className="block truncate text-dim text-sm">
          {content.name && content.clientName ? `${content.clientName} · ` : ""}next:{" "}
          {stepLabels[furthestStep(content)].toLowerCase()}
        </span>
      </Link>
      <TimeAgo at={draft.updatedAt} className="whitespace-nowrap text-dim text-sm" />
      <span className="relative z-1">
        <IconButton
          label="Discard this draft"
          icon={<Trash2 aria-hidden="true" />}
          isPending={discard.isPending}
          onClick={() => discard.run({ id: draft.id })}
        />
      </span>
    </li>
  );
}
