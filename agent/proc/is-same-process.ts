import { type LiveProcess, readProcess } from "./read-process.ts";

/** A process that was seen since the host booted. Its number is used again, but never with the same start time. */
export type SeenProcess = { readonly pid: number; readonly startTicks: number; readonly bootId?: undefined };

/** A process that was written down. Start times begin anew with each boot, so they say nothing without it. */
export type RecordedProcess = { readonly pid: number; readonly startTicks: number; readonly bootId: string };

/** Whether both are one and the same process. Nobody is the same as nobody. */
export function isSameProcess(a: SeenProcess | null, b: SeenProcess | null): boolean;
export function isSameProcess(a: RecordedProcess | null, b: RecordedProcess | null): boolean;
export function isSameProcess(
  a: SeenProcess | RecordedProcess | null,
  b: SeenProcess | RecordedProcess | null,
): boolean {
  if (a === null || b === null) return false;
  return a.pid === b.pid && a.startTicks === b.startTicks && isSameBoot(a.bootId, b.bootId);
}

/**
 * That very process as it is now; null when it has ended, whoever has its
 * number by now.
 *
 * @param bootId of the host's present boot, where the process was written down
 */
export function readSameProcess(process: SeenProcess): LiveProcess | null;
export function readSameProcess(process: RecordedProcess, bootId: string): LiveProcess | null;
export function readSameProcess(process: SeenProcess | RecordedProcess, bootId?: string): LiveProcess | null {
  if (!isSameBoot(process.bootId, bootId)) return null;
  const { pid, startTicks } = process;
  const live = readProcess(pid);
  return isSameProcess(live, { pid, startTicks }) ? live : null;
}

/** The types see to it that both are known where it matters; one may be carried along where it was looked at before. */
function isSameBoot(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
