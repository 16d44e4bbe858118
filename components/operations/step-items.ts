import type { StepItem } from "#components/ui/step-list.tsx";
import type { Step } from "#lib/host-agent/contract/step.ts";

/**
 * The steps as the list shows them, one line a step with the time it took. A
 * step began when it was announced, or else when the one before it ended.
 */
export function toStepItems(steps: readonly Step[], startedAt: string | null): readonly StepItem[] {
  const items = new Map<string, StepItem>();
  let previousEnd = startedAt;
  for (const step of steps) {
    const isRunning = step.status === "running";
    const known = items.get(step.id);
    items.set(step.id, {
      id: step.id,
      title: step.title,
      status: step.status,
      detail: step.detail ?? known?.detail,
      startedAt: known?.startedAt ?? (isRunning ? step.at : previousEnd),
      endedAt: isRunning ? null : step.at,
    });
    if (!isRunning) previousEnd = step.at;
  }
  return [...items.values()];
}
