"use client";

import { RotateCw } from "lucide-react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { ProgressBar } from "#components/ui/meter.tsx";
import { Section } from "#components/ui/section.tsx";
import { StepList } from "#components/ui/step-list.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { isUnfinished } from "#components/words/operation-words.ts";
import { cancelOperation, retryOperation } from "#lib/actions/gateway.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { toStepItems } from "./step-items.ts";

type OperationPanelProps = {
  operation: OperationDto;
  canOperate: boolean;
  /** Told of the new operation that a retry begins, by those who follow one by its id. */
  onRetried?: (operation: OperationDto) => void;
};

/** One operation while it runs, or the one that failed last, with its steps and the way on. */
export function OperationPanel({ operation, canOperate, onRetried }: OperationPanelProps) {
  const isMoving = isUnfinished(operation);
  const { running, failed } = operationKinds[operation.kind].words;
  const title = isMoving ? running : failed;
  return (
    <Section
      title={title}
      aside={
        <span>
          {operation.requestedBy ? `${operation.requestedBy}, ` : null}
          <TimeAgo at={operation.createdAt} />
        </span>
      }
    >
      <div className="flex flex-col gap-3">
        {isMoving ? <ProgressBar label={title} value={null} /> : null}
        {operation.notice ? <Callout tone="caution" title={operation.notice} /> : null}
        <OperationFailure operation={operation} canOperate={canOperate} {...(onRetried && { onRetried })} />
        {operation.steps.length > 0 ? (
          <StepList
            label={`Steps of ${title.toLowerCase()}`}
            steps={toStepItems(operation.steps, operation.startedAt)}
          />
        ) : isMoving ? (
          <p className="text-dim text-sm">Waiting for the host to begin.</p>
        ) : null}
        {canOperate && operation.canCancel ? <CancelButton operationId={operation.id} /> : null}
      </div>
    </Section>
  );
}

function OperationFailure({ operation, canOperate, onRetried }: OperationPanelProps) {
  const retry = useCommand(retryOperation, onRetried ? { onDone: onRetried } : {});
  const button =
    canOperate && operation.canRetry ? (
      <Button
        size="sm"
        icon={<RotateCw aria-hidden="true" />}
        isPending={retry.isPending}
        onClick={() => retry.run({ operationId: operation.id })}
      >
        Try again
      </Button>
    ) : null;
  return (
    <>
      {operation.error ? (
        <Callout tone="danger" title={operation.error.message} action={button}>
          {operation.error.nextStep}
        </Callout>
      ) : null}
      {!operation.error && button ? <div>{button}</div> : null}
      <FormFailure error={retry.error} />
    </>
  );
}

function CancelButton({ operationId }: { operationId: string }) {
  const cancel = useCommand(cancelOperation);
  return (
    <div className="flex flex-col items-start gap-2">
      <Button size="sm" isPending={cancel.isPending} onClick={() => cancel.run({ operationId })}>
        Cancel before it begins
      </Button>
      <FormFailure error={cancel.error} />
    </div>
  );
}
