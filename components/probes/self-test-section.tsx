"use client";

import { Check, FlaskConical, X } from "lucide-react";
import { useState } from "react";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { type Command, useCommand } from "#components/live/use-command.ts";
import { useLiveQuery } from "#components/live/use-live-query.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { ProgressBar } from "#components/ui/meter.tsx";
import { Section } from "#components/ui/section.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { cancelSelfTest, requestSelfTest } from "#lib/actions/probe.ts";
import { itemLabels } from "#lib/domain/checklist/item.ts";
import { listWords } from "#lib/domain/mistakes/mistake-rule.ts";
import { itemsWithoutLeak, kindsWithoutLeak, leakIds } from "#lib/domain/probe/leaks.ts";
import { recordLeakIds } from "#lib/domain/probe/record-leaks.ts";
import type { SelfTestDto } from "#lib/services/self-test/self-test-dto.ts";
import { LeakList } from "./leak-list.tsx";

type SelfTestSectionProps = { hostId: string; initial: readonly SelfTestDto[]; canRun: boolean };

const isUnderWay = (test: SelfTestDto | null) => test?.status === "queued" || test?.status === "running";

/** Whether the probes and checks of this host notice what they are there to notice. */
export function SelfTestSection({ hostId, initial, canRun }: SelfTestSectionProps) {
  const path = `/api/self-tests?hostId=${hostId}`;
  const live = useLiveQuery<readonly SelfTestDto[]>({
    queryKey: ["self-tests", hostId],
    path,
    initial: { path, data: initial },
    isMoving: (list) => list.some(isUnderWay),
  });
  const request = useCommand(requestSelfTest);
  const cancel = useCommand(cancelSelfTest);
  const [withGateways, setWithGateways] = useState(false);
  const list = live.data ?? initial;
  const latest = list[0] ?? null;
  const lastDone = list.find(({ status }) => status === "done") ?? null;
  const isRunning = isUnderWay(latest);
  const error = request.error ?? cancel.error;
  return (
    <Section
      title="Self-test of probes and checks"
      aside={
        canRun ? (
          <Button
            size="sm"
            icon={<FlaskConical aria-hidden="true" />}
            isPending={request.isPending || isRunning}
            onClick={() => request.run({ hostId, withGateways })}
          >
            {isRunning ? "Testing" : "Run the self-test"}
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-4">
        <p className="max-w-prose text-dim text-sm">
          Makes two throwaway tenants, opens one hole at a time between them, and looks whether exactly the
          right probes and items turn red. Other tenants are left alone.{" "}
          <code className="font-mono text-xs">npm run self-test</code> does the same at a terminal.
        </p>
        {error ? <FormFailure error={error} /> : null}
        {latest && isRunning ? <TestProgress test={latest} cancel={canRun ? cancel : null} /> : null}
        {canRun && !isRunning ? (
          <Checkbox
            label="With running Gateways"
            hint="Also opens the holes that only running Gateways have. Takes some minutes and 3 GiB of memory."
            checked={withGateways}
            onChange={(event) => setWithGateways(event.currentTarget.checked)}
          />
        ) : null}
        {latest?.status === "failed" ? (
          <Callout tone="caution" title={latest.error?.message ?? "The last self-test didn't finish."}>
            {latest.error?.nextStep ?? "Run it again."}
          </Callout>
        ) : null}
        {latest?.status === "cancelled" ? (
          <p className="text-dim text-sm">
            The last one was cancelled <TimeAgo at={latest.finishedAt ?? latest.createdAt} />.
          </p>
        ) : null}
        {isRunning && latest ? <LeakList leaks={latest.leaks} isOpen /> : <LastResult test={lastDone} />}
      </div>
    </Section>
  );
}

function TestProgress({ test, cancel }: { test: SelfTestDto; cancel: Command<{ id: string }> | null }) {
  const { done, total } = test.progress;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <p role="status" className="font-semibold">
          {test.status === "queued" ? "Waiting to begin" : "Opening one hole after the other"}
        </p>
        <div className="my-1.5 max-w-md">
          <ProgressBar label="Progress of the self-test" value={total === null ? null : done / total} />
        </div>
        <p className="text-dim text-sm">
          {total === null
            ? "Setting up two throwaway tenants"
            : `${done} of ${total} leaks, ${test.caught} caught`}
        </p>
      </div>
      {cancel ? (
        <Button
          size="sm"
          icon={<X aria-hidden="true" />}
          isPending={test.isCancelling || cancel.isPending}
          onClick={() => cancel.run({ id: test.id })}
        >
          {test.isCancelling ? "Cancelling" : "Cancel"}
        </Button>
      ) : null}
    </div>
  );
}

function LastResult({ test }: { test: SelfTestDto | null }) {
  if (!test) return <p className="text-sm">It has not been run on this host yet.</p>;
  const missed = test.leaks.length - test.caught;
  return (
    <>
      {missed > 0 ? (
        <Callout tone="danger" title={`${missed} of ${test.leaks.length} planted leaks were not caught.`}>
          What is called proven may not be, where it rests on those named below.
        </Callout>
      ) : null}
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        {missed === 0 && test.leaks.length > 0 ? <Check aria-hidden="true" className="size-4" /> : null}
        <span className="font-semibold">
          {test.caught} of {test.leaks.length} planted leaks caught
        </span>
        <span className="text-dim">
          <TimeAgo at={test.finishedAt ?? test.createdAt} />
          {test.withGateways ? ", with running Gateways" : ", without running Gateways"}
        </span>
      </p>
      <NotCovered test={test} />
      <LeakList leaks={test.leaks} isOpen={missed > 0} />
    </>
  );
}

/** What the test says nothing of: a check that nothing was planted for may be blind. */
function NotCovered({ test }: { test: SelfTestDto }) {
  const planted = new Set(test.leaks.map(({ id }) => id));
  const all = [...leakIds, ...recordLeakIds];
  const left = all.filter((id) => !planted.has(id)).length;
  const isRecordPlanted = recordLeakIds.some((id) => planted.has(id));
  const items = itemsWithoutLeak().map((item) => itemLabels[item].toLowerCase());
  return (
    <ul className="max-w-prose list-disc pl-5 text-dim text-sm">
      {left > 0 ? (
        <li>
          {left} of {all.length} kinds of leaks were not planted: this host has no place for them, or they
          need running Gateways.
        </li>
      ) : null}
      {isRecordPlanted ? (
        <li>
          A wrong clock and a silent agent are planted in what the dashboard keeps of the two, and judged
          there: nobody sets this host's clock or stops its agent.
        </li>
      ) : null}
      {items.length > 0 ? <li>No leak is planted for {listWords(items)}.</li> : null}
      {kindsWithoutLeak.map((kind) => (
        <li key={kind}>No leak is planted for {kind}.</li>
      ))}
      <li>What providers and channels see at their end isn't tested, nor what nobody has thought of yet.</li>
    </ul>
  );
}
