"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { LiveContent } from "#components/live/live-notices.tsx";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { OperationPanel } from "#components/operations/operation-panel.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { toRoute } from "#components/ui/href.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { isUnfinished } from "#components/words/operation-words.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";

type RunViewProps = { draftId: string; operationId: string; slug: string };

/** The onboarding as it happens. It goes on whoever watches; when it is done the tenant's page opens. */
export function RunView({ draftId, operationId, slug }: RunViewProps) {
  const router = useRouter();
  const live = useLiveQuery<OperationDto>({
    queryKey: ["operation", operationId],
    path: `/api/operations/${operationId}`,
    isMoving: isUnfinished,
  });
  const isDone = live.data?.status === "done";
  useEffect(() => {
    if (isDone) router.replace(toRoute(`/tenants/${slug}`));
  }, [isDone, router, slug]);
  return (
    <>
      <PageHeader
        trail={[
          { href: "/tenants", label: "Tenants" },
          { href: "/onboarding", label: "Onboarding" },
        ]}
        title={live.data?.tenant.name ?? slug}
        meta="You may leave this page; the work goes on and shows on the tenant's page."
        actions={<ButtonLink href={`/tenants/${slug}`}>Open the tenant</ButtonLink>}
      />
      <div className="max-w-3xl">
        <LiveContent
          live={live}
          errorTitle="The steps can't be shown."
          skeleton={<Skeleton className="h-64" />}
        >
          {(operation) =>
            operation.status === "done" ? (
              <p role="status">Done. Opening the tenant, which says what it still needs.</p>
            ) : (
              <OperationPanel
                operation={operation}
                canOperate
                onRetried={({ id }) =>
                  router.replace(toRoute(`/onboarding/${draftId}?run=${id}&tenant=${slug}`))
                }
              />
            )
          }
        </LiveContent>
      </div>
    </>
  );
}
