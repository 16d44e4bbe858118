import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { runnerCommand } from "#agent/probes/runner-command.ts";
import type { ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { step } from "#lib/launcher/terminal/progress.ts";
import type { Crowd } from "./crowd.ts";
import { type Measurement, medianSeconds, pairsOf, secondsOf } from "./measure.ts";

const [few, many] = [10, 40];
const starts = 10;
const startTimeoutMs = 30_000;

/** Every tenant of one host tried against every other: what a process for each pair would cost at the least, and how it grows. */
export async function attempts(crowd: Crowd, signal: AbortSignal): Promise<Measurement[]> {
  const host = await crowd.of(few);
  const nothing = await commandForNothing(host);
  const startSeconds = await medianSeconds(starts, signal, () => start(nothing));
  const measure = async (count: number): Promise<Measurement> => {
    await crowd.of(count);
    const seconds = await step(`Trying ${pairsOf(count)} pairs`, () => probeAll(host, count, signal));
    return {
      what: `${count} tenants, ${pairsOf(count)} pairs`,
      seconds,
      baseline: `one process start per pair (${Math.round(startSeconds * 1000)} ms each)`,
      baselineSeconds: startSeconds * pairsOf(count),
    };
  };
  const first = await measure(few);
  const second = await measure(many);
  const [linear, inPairs] = [many / few, pairsOf(many) / pairsOf(few)];
  const growth = {
    what: `growth to ${many} tenants: ${linear} is linear, ${inPairs.toFixed(1)} in pairs`,
    seconds: second.seconds,
    baseline: `${few} tenants`,
    baselineSeconds: first.seconds,
  };
  return [first, second, growth];
}

/** @throws Error when a pair was not tried: the time would tell of less than it claims */
async function probeAll(host: ProbeHost, count: number, signal: AbortSignal): Promise<number> {
  const tried = new Set<string>();
  const reasons: string[] = [];
  const seconds = await secondsOf(() =>
    host.probe(signal, (event) => {
      if (event.type === "started") reasons.push(...event.leftOut.map(({ reason }) => reason));
      if (event.type !== "attempts") return;
      for (const { source, target, outcome, seen } of event.attempts) {
        if (outcome !== "unmeasured") tried.add(`${source} ${target}`);
        else reasons.push(seen);
      }
    }),
  );
  if (tried.size === pairsOf(count)) return seconds;
  throw new Error(`Only ${tried.size} of ${pairsOf(count)} pairs were tried. ${reasons[0] ?? ""}`);
}

/** The boundary's own command around a Node with nothing to do. */
async function commandForNothing(host: ProbeHost): Promise<BoundaryCommand> {
  const [tenant] = host.registry.list();
  if (tenant === undefined) throw new Error("The host has no tenant.");
  const program = path.join(host.layout(tenant.slug).start, "nothing.mjs");
  await writeFile(program, "");
  await chmod(program, 0o644);
  return runnerCommand(host.context, tenant, program);
}

async function start(command: BoundaryCommand): Promise<void> {
  const { exitCode, stderr } = await runCommand(command, { timeoutMs: startTimeoutMs });
  if (exitCode !== 0) throw new Error(`A process could not be started in the boundary: ${stderr.trim()}`);
}
