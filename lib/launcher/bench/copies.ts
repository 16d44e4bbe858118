import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { step } from "#lib/launcher/terminal/progress.ts";
import type { Crowd } from "./crowd.ts";
import { type Measurement, medianSeconds, secondsOf } from "./measure.ts";
import { observe, withoutMemory } from "./observe.ts";

const count = 40;
const passes = 3;
const directories = 100;
const filesEach = 100;
const line = "What the tenant's agent wrote down on a day, of no interest to anybody else. ";

/** A check of tenants that have many files: what looking for copies of secrets adds to a check, at first and later. */
export async function copies(crowd: Crowd, signal: AbortSignal): Promise<Measurement[]> {
  const host = await crowd.of(count);
  const records = host.registry.list();
  const check = (on: ProbeHost) => observe(on, records);
  try {
    const [firstWithout, laterWithout] = await step("Observing tenants without files", async () => [
      await medianSeconds(passes, signal, () => check(withoutMemory(host))),
      await medianSeconds(passes, signal, () => check(host)),
    ]);
    await step("Writing files", (note) => writeFiles(host, signal, note));
    return await step("Observing the tenants with their files", async () => {
      const fresh = withoutMemory(host);
      const first = await secondsOf(() => check(fresh));
      const later = await medianSeconds(passes, signal, () => check(fresh));
      const what = `${records.length} tenants, ${directories * filesEach} files each`;
      return [
        {
          what: `${what}, for the first time`,
          seconds: first,
          baseline: "the same without files, for the first time",
          baselineSeconds: firstWithout ?? Number.NaN,
        },
        {
          what: `${what}, again`,
          seconds: later,
          baseline: "the same without files, again",
          baselineSeconds: laterWithout ?? Number.NaN,
        },
      ];
    });
  } finally {
    for (const { slug } of records) rmSync(placeOf(host, slug), { recursive: true, force: true });
  }
}

async function writeFiles(host: ProbeHost, signal: AbortSignal, note: (text: string) => void): Promise<void> {
  for (const [index, { slug }] of host.registry.list().entries()) {
    signal.throwIfAborted();
    for (let at = 0; at < directories; at += 1) {
      const directory = path.join(placeOf(host, slug), String(at));
      mkdirSync(directory, { recursive: true });
      for (let file = 0; file < filesEach; file += 1)
        writeFileSync(path.join(directory, `${file}.md`), `${slug} ${at} ${file}\n${line.repeat(15)}`);
    }
    note(`${index + 1} of ${count}`);
    await new Promise(setImmediate);
  }
}

function placeOf({ layout }: ProbeHost, slug: Parameters<ProbeHost["layout"]>[0]): string {
  return path.join(layout(slug).workspace, "bench");
}
