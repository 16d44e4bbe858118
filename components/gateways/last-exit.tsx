"use client";

import { CodeBlock } from "#components/ui/code-block.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Section } from "#components/ui/section.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { formatDuration } from "#components/words/format-duration.ts";
import type { GatewayDto } from "#lib/services/observation/gateway-dto.ts";

/** How the Gateway ended last, as long as that explains why it isn't running. */
export function LastExit({ gateway }: { gateway: GatewayDto }) {
  const observation = gateway.observation;
  const exit = observation?.lastExit;
  const phase = gateway.phase;
  if (!exit || phase === "running" || phase === "stopped" || phase === "stopping") return null;
  return (
    <Section title="How it ended last" aside={<TimeAgo at={exit.at} />}>
      <div className="flex flex-col gap-3">
        <p className="max-w-prose font-medium">{exit.reason}</p>
        <DefinitionList
          items={[
            { term: "Exit code", value: <span className="font-mono">{exit.exitCode ?? "not seen"}</span> },
            ...(exit.signal
              ? [{ term: "Signal", value: <span className="font-mono">{exit.signal}</span> }]
              : []),
            { term: "Next attempt", value: <NextAttempt at={observation.nextAttemptAt} phase={phase} /> },
            { term: "Restarts so far", value: <span className="font-mono">{observation.restartCount}</span> },
          ]}
        />
        {exit.lastLines.length > 0 ? (
          <CodeBlock label="Last lines it printed" code={exit.lastLines.join("\n")} maxLines={14} />
        ) : (
          <p className="text-dim text-sm">It printed nothing before it ended.</p>
        )}
      </div>
    </Section>
  );
}

function NextAttempt({ at, phase }: { at: string | null; phase: GatewayDto["phase"] }) {
  const now = useNow();
  if (!at) return phase === "failed" ? "None. It waits for you to start or repair it." : "None planned";
  const left = now === null ? null : Date.parse(at) - now;
  return left !== null && left > 0 ? <span>in {formatDuration(left)}</span> : "now";
}
