/** Every name that a runner plants begins with this, so that leftovers are known for what they are. */
export const plantPrefix = ".bulkhead-probe-";

/** The name of the file by whose content whoever reads it proves it. */
export function canaryName(runId: string): string {
  return `${plantPrefix}${runId}-canary`;
}
