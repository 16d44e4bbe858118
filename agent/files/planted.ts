import { canaryName } from "#agent/staged/plant-prefix.ts";

let runUnderWay: string | null = null;

/** What a run of attempts plants is Bulkhead's own until the run is disposed of: one goes on at a time. */
export function plantsDuring(runId: string): Disposable {
  runUnderWay = runId;
  return {
    [Symbol.dispose]() {
      runUnderWay = null;
    },
  };
}

/** True of the file that the run under way has planted for others to try and read, and of no other of its kind. */
export function isCanaryOfNow(name: string): boolean {
  return runUnderWay !== null && name === canaryName(runUnderWay);
}
