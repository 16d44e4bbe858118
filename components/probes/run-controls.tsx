"use client";

import { Radar, X } from "lucide-react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { type Command, useCommand } from "#components/live/use-command.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { ProgressBar } from "#components/ui/meter.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { cancelProbeRun, requestProbeRun } from "#lib/actions/probe.ts";
import type { ProbeMapDto, ProbeRunDto } from "#lib/services/probe/probe-dto.ts";
import { describeCounts, isUnderWay } from "./probe-words.ts";

export type ProbeCommands = {
  readonly request: Command<{ hostId: string }>;
  readonly cancel: Command<{ id: string }>;
};

export function useProbeCommands(): ProbeCommands {
  return { request: useCommand(requestProbeRun), cancel: useCommand(cancelProbeRun) };
}

type RunButtonProps = {
  commands: ProbeCommands;
  hostId: string;
  latest: ProbeRunDto | null;
  variant?: "primary" | "secondary" | undefined;
};

export function RunButton({ commands, hostId, latest, variant = "secondary" }: RunButtonProps) {
  const isRunning = isUnderWay(latest);
  return (
    <Button
      variant={variant}
      icon={<Radar aria-hidden="true" />}
      isPending={commands.request.isPending || isRunning}
      onClick={() => commands.request.run({ hostId })}
    >
      {isRunning ? "Trying" : "Try all now"}
    </Button>
  );
}

type RunProgressProps = { run: ProbeRunDto; commands: ProbeCommands; canRun: boolean };

/** How far the run has come, what it saw so far, and the way to end it. */
export function RunProgress({ run, commands, canRun }: RunProgressProps) {
  const { done, total } = run.progress;
  const now = useNow();
  const began = Date.parse(run.startedAt ?? run.createdAt);
  const seconds = now === null ? null : Math.max(0, Math.floor((now - began) / 1000));
  return (
    <section
      aria-label="The run under way"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-edge bg-panel px-3.5 py-2.5"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p role="status" className="font-semibold">
          {statusWords(run)}
        </p>
        <div className="my-1.5 max-w-md">
          <ProgressBar label="Progress of the run" value={total === null ? null : done / total} />
        </div>
        <p className="text-dim text-sm">
          {total === null ? "Preparing" : `${done} of ${total} steps`} · {describeCounts(run.counts)} so far
          {seconds === null ? null : <span className="font-mono text-xs"> · {seconds} s</span>}
        </p>
      </div>
      {canRun ? (
        <Button
          icon={<X aria-hidden="true" />}
          isPending={run.isCancelling || commands.cancel.isPending}
          onClick={() => commands.cancel.run({ id: run.id })}
        >
          {run.isCancelling ? "Cancelling" : "Cancel"}
        </Button>
      ) : null}
    </section>
  );
}

function statusWords(run: ProbeRunDto): string {
  if (run.isCancelling) return "Ending: removing what was planted";
  const cause = run.isAutomatic ? ", after a change" : "";
  return run.status === "queued"
    ? `Waiting to begin${cause}`
    : `Trying every tenant against every other${cause}`;
}

/** When all was last tried, or that it never was. */
export function RunAge({ complete }: { complete: ProbeRunDto | null }) {
  if (!complete) return <span>Never tried</span>;
  return (
    <span>
      Tried {complete.isAutomatic ? "after a change " : ""}
      <TimeAgo at={complete.finishedAt ?? complete.createdAt} />: {describeCounts(complete.counts)}
    </span>
  );
}

type RunNoticesProps = { map: ProbeMapDto; commands: ProbeCommands };

/** Why the last run could not be asked for, did not end, or left tenants out. */
export function RunNotices({ map, commands }: RunNoticesProps) {
  const { latest, incomplete } = map;
  const error = commands.request.error ?? commands.cancel.error;
  return (
    <>
      {error ? <FormFailure error={error} /> : null}
      {latest?.status === "failed" ? (
        <Callout tone="caution" title={latest.error?.message ?? "The last run failed."}>
          {latest.error?.nextStep ?? "Try again."} What is shown comes from earlier runs.
        </Callout>
      ) : null}
      {latest?.status === "cancelled" ? (
        <Callout tone="note" title="The last run was cancelled.">
          {incomplete
            ? "What got through before it ended is shown; the rest of it counts for nothing."
            : "It saw nothing that counts."}
        </Callout>
      ) : null}
      {map.complete && map.complete.leftOut.length > 0 ? (
        <Callout tone="caution" title="From some tenants nothing could be tried.">
          <ul>
            {map.complete.leftOut.map(({ slug, reason }) => (
              <li key={slug}>
                {slug}: {reason}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </>
  );
}
