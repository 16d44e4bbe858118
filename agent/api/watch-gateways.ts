import { once } from "node:events";
import type { AgentContext } from "#agent/context/context.ts";
import { momentOf } from "#agent/context/moment.ts";
import type { Supervisor, WatchChange } from "#agent/runtime/supervisor.ts";
import type { WatchEvent } from "#lib/host-agent/contract/observation.ts";

const beatEveryMs = 3_000;

/**
 * Everything once, then every change, and a beat so that silence means that the
 * line is dead. Changes seen while the snapshot is taken come after it.
 *
 * @param agentBootId tells one run of the agent from the next
 */
export async function watchGateways(
  context: AgentContext,
  supervisor: Supervisor,
  agentBootId: string,
  emit: (event: WatchEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let waiting: WatchChange[] | null = [];
  const unsubscribe = supervisor.watch((change) => {
    if (waiting) waiting.push(change);
    else emit(change);
  });
  const beat = setInterval(() => emit({ type: "beat", ...momentOf(context) }), beatEveryMs);
  try {
    const observations = await supervisor.observeAll();
    emit({ type: "snapshot", agentBootId, observations });
    for (const change of waiting) emit(change);
    waiting = null;
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    clearInterval(beat);
    unsubscribe();
  }
}
