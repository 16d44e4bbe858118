import { type Finding, unmeasured } from "./finding.ts";
import type { ResultLine } from "./lines.ts";
import type { AttemptTarget } from "./protocol.ts";
import { type Source, type TargetProbe, tryTable } from "./runner-probe.ts";
import { targetProbes } from "./target-probes.ts";

/** Every attempt of one source against one target. The same code tries oneself, which is the control. */
export async function tryTarget(
  source: Source,
  target: AttemptTarget,
  say: (line: ResultLine) => void,
): Promise<void> {
  await tryTable<TargetProbe>(targetProbes, async (probe, attempt) => {
    const began = performance.now();
    const finding = await untilFound(() => attempt(target, source));
    if (finding === null) return;
    const ms = Math.round((performance.now() - began) * 10) / 10;
    say({ type: "result", probe, target: target.slug, ms, finding });
  });
}

async function untilFound(work: () => Promise<Finding | null> | Finding | null): Promise<Finding | null> {
  try {
    return await work();
  } catch (error) {
    return unmeasured("untried", `It broke off: ${error instanceof Error ? error.name : "error"}.`);
  }
}
