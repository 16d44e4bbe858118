/** What a program inside a boundary, and everything that it starts, is held to. */
export type Limits = {
  /** Processing time in all; the last of them is a warning. */
  readonly processingSeconds: number;
  /** Node reserves 1.3 GB of it unused. */
  readonly addressSpaceBytes: number;
  /** Size of a file that it may write. */
  readonly fileBytes: number;
  readonly openFiles: number;
  /** From 0, as everybody else, to 19, after everybody else. */
  readonly niceness: number;
};

type Startable = { readonly file: string; readonly args: readonly string[] };

/** The same command with limits set by root before anything of it runs; no core is dumped either. */
export function withLimits<T extends Startable>(command: T, limits: Limits): T {
  const { processingSeconds, addressSpaceBytes, fileBytes, openFiles, niceness } = limits;
  const set = [
    `--cpu=${processingSeconds}:${processingSeconds + 1}`,
    `--as=${addressSpaceBytes}`,
    `--fsize=${fileBytes}`,
    `--nofile=${openFiles}`,
    "--core=0",
  ];
  return {
    ...command,
    file: "/usr/bin/nice",
    args: ["-n", `${niceness}`, "/usr/bin/prlimit", ...set, "--", command.file, ...command.args],
  };
}
