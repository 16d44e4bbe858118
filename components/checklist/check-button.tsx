"use client";

import { ScanSearch } from "lucide-react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { type Command, useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { requestHostCheck } from "#lib/actions/check.ts";
import type { HostCheckDto } from "#lib/services/check/check-dto.ts";

export type CheckTarget = { hostId: string } | { slug: string };

/** True while a check waits or runs. */
export function isChecking(check: Pick<HostCheckDto, "status"> | null | undefined): boolean {
  return check?.status === "queued" || check?.status === "running";
}

export function useCheckCommand(): Command<CheckTarget> {
  return useCommand(requestHostCheck);
}

type CheckButtonProps = {
  command: Command<CheckTarget>;
  target: CheckTarget;
  /** The newest check of the host. */
  latest: HostCheckDto | null;
};

/** Asks the host for evidence of all its tenants now. Sharing shows only when they are looked at together. */
export function CheckButton({ command, target, latest }: CheckButtonProps) {
  const isUnderWay = isChecking(latest);
  return (
    <Button
      icon={<ScanSearch aria-hidden="true" />}
      isPending={command.isPending || isUnderWay}
      onClick={() => command.run(target)}
    >
      {isUnderWay ? "Checking" : "Check now"}
    </Button>
  );
}

/** Why a check could not be asked for, or why the last one failed. */
export function CheckFailure({ command, latest }: Pick<CheckButtonProps, "command" | "latest">) {
  if (command.error) return <FormFailure error={command.error} />;
  if (latest?.status !== "failed") return null;
  return <CheckFailed check={latest} />;
}

function CheckFailed({ check }: { check: HostCheckDto }) {
  return (
    <Callout tone="caution" title={check.error?.message ?? "The last check didn't finish."}>
      {check.error?.nextStep ?? "Check again."} What is shown comes from earlier evidence.
    </Callout>
  );
}
