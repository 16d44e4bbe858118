/** What /proc/<pid>/stat tells of a process. */
export type ProcessStat = {
  readonly pid: number;
  /** At most 15 bytes, chosen by the process itself. */
  readonly comm: string;
  /** One letter; `Z` and `X` mean dead. */
  readonly state: string;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  /** Field 22, in clock ticks since boot. */
  readonly startTicks: number;
};

export type ProcessStatus = { readonly uid: number; readonly gid: number; readonly rssBytes: number };

/** Reads /proc/<pid>/stat. The name may hold spaces and parentheses, so fields are counted from the last `)`. */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return null;
  const fields = text.slice(close + 2).split(" ");
  const pid = Number(text.slice(0, open));
  const [ppid, pgid, sid] = [Number(fields[1]), Number(fields[2]), Number(fields[3])];
  const startTicks = Number(fields[19]);
  const numbers = [pid, ppid, pgid, sid, startTicks];
  if (fields[0] === undefined || numbers.some((value) => !Number.isInteger(value))) return null;
  return { pid, comm: text.slice(open + 1, close), state: fields[0], ppid, pgid, sid, startTicks };
}

/** Reads the effective ids and the resident size from /proc/<pid>/status. A process without memory has size 0. */
export function parseStatus(text: string): ProcessStatus | null {
  const uid = numbersOf(text, "Uid")[1];
  const gid = numbersOf(text, "Gid")[1];
  if (uid === undefined || gid === undefined) return null;
  return { uid, gid, rssBytes: (numbersOf(text, "VmRSS")[0] ?? 0) * 1024 };
}

function numbersOf(text: string, key: string): number[] {
  const line = new RegExp(`^${key}:\\s*(.*)$`, "m").exec(text)?.[1];
  return (line?.match(/\d+/g) ?? []).map(Number);
}
