import { type Finding, failed, reached, refused } from "./finding.ts";
import { ask } from "./http-ask.ts";
import type { TargetProbe } from "./runner-probe.ts";
import { processLooks, tryProcess } from "./try-process.ts";
import { worstOf } from "./worst-of.ts";

type Looks = typeof processLooks;

/** Every look is a probe of its own. */
const lookingProbes = Object.fromEntries(
  Object.entries(processLooks).map(([id, look]): [string, TargetProbe] => [
    id,
    ({ process }) => (process === null ? null : tryProcess(process, look)),
  ]),
) as Record<keyof Looks, TargetProbe>;

export const processProbes = {
  ...lookingProbes,
  "process.inspector": ({ process, otherPorts }) => (process === null ? null : tryInspectors(otherPorts)),
} as const satisfies Readonly<Record<string, TargetProbe>>;

/** A Node inspector tells its version and targets to whoever asks. */
async function tryInspectors(ports: readonly number[]): Promise<Finding> {
  const findings = await Promise.all(
    ports.map(async (port): Promise<Finding> => {
      try {
        const { text } = await ask({ port, path: "/json/version" });
        return /"Browser"\s*:\s*"node/i.test(text)
          ? reached(`A Node inspector answers on 127.0.0.1:${port}.`)
          : refused("another", `Port ${port} is no inspector.`);
      } catch (error) {
        return failed(`Ask port ${port}`, error);
      }
    }),
  );
  return findings.length === 0 ? refused("absent", "No inspector listens.") : worstOf(findings, "");
}
