import { readCommandLine } from "#agent/proc/read-process.ts";

/** A process of a tenant's, as the kernel shows it. */
export type SeenProcess = {
  /** Of this host, as the kernel's own tables name it. */
  readonly pid: number;
  /** Names it in a sentence: "pid 4711". */
  readonly name: string;
  /** Its arguments as they are now; null when it has ended or is out of the agent's reach. */
  commandLine(): readonly string[] | null;
};

export function seenProcess(pid: number): SeenProcess {
  return { pid, name: `pid ${pid}`, commandLine: () => readCommandLine(pid) };
}
