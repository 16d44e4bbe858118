import { access, constants } from "node:fs/promises";
import path from "node:path";
import { isInside } from "#agent/files/inspect-place.ts";
import { coverOf, type Mounted } from "#agent/files/mount-info.ts";
import { type CommandResult, runCommand } from "#agent/system/run-command.ts";
import { type Mark, parseMarks } from "./parse-marks.ts";

export type Marks =
  | { readonly isWhole: true; readonly marks: readonly Mark[] }
  | { readonly isWhole: false; readonly reason: string };

export type Wanted = {
  readonly mounts: readonly Mounted[];
  readonly trees: readonly string[];
  /** What somebody may run in a tree, and disks, of trees where that is known and need not be looked for. */
  readonly programs: Promise<ReadonlyMap<string, readonly string[]>>;
  /** Where packages of JavaScript are looked through as well, besides the trees. */
  readonly whole: readonly string[];
  /** Tenants' users: a directory of theirs is gone into however closed it is to others. */
  readonly uids: readonly number[];
};

const script = path.join(import.meta.dirname, "read-marks.pl");
const programs = ["/usr/bin/perl", "/usr/bin/find"];
const limitMs = 60_000;
/** The kernel's number of lgetxattr. */
const calls: Readonly<Record<string, number>> = { x64: 192, arm64: 9, riscv64: 9, ppc64: 213, s390x: 228 };
/** Kinds of file systems that hold files of this host's own. */
const local = /^(ext[234]|xfs|btrfs|f2fs|zfs|bcachefs|jfs|reiserfs|tmpfs|overlay|aufs|vfat|fuseblk)$/;
/** Packages of JavaScript are many and have no such programs; containers' files are behind a door of root's. */
const packages = "node_modules";
const leftOut = ["/proc", "/sys", "/dev", "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers"];

/** Looks once through the host's own file systems for what gives rights to whoever runs or makes something there. */
export async function readMarks(wanted: Wanted): Promise<Marks> {
  const { mounts, trees } = wanted;
  const call = calls[process.arch];
  const missing = await missingProgram();
  if (call === undefined || missing !== null)
    return unread(
      missing === null ? `processor ${process.arch} is not known` : `this host has no ${missing}`,
    );
  const roots = [
    ...new Set(["/", ...mounts.filter(({ kind }) => local.test(kind)).map(({ place }) => place)]),
  ]
    .filter((root) => !leftOut.some((place) => isInside(root, place)))
    .filter((root) => root === "/" || coverOf(mounts, root)?.isNoSuid === false || holdsTree(root, trees));
  const inTrees = roots.filter((root) => trees.some((tree) => isInside(root, tree)));
  const isOthers = (root: string) => !inTrees.includes(root);
  // Trees by themselves: with many files in them either takes as long as the other.
  const found = (
    await Promise.all([
      find(call, hostArguments(roots.filter(isOthers), wanted)).then((one) => [one]),
      findInTrees(call, inTrees, wanted),
    ])
  ).flat();
  if (found.some(({ isTimedOut }) => isTimedOut))
    return unread(`the host's files were not looked through in ${limitMs / 1000} s`);
  const marks = found.map(({ exitCode, stdout }) => (exitCode === 0 ? parseMarks(stdout) : null));
  if (marks.includes(null)) return unread("looking for them failed");
  const isIgnored = ({ place, type }: Mark) => type === "file" && coverOf(mounts, place)?.isNoSuid === true;
  return { isWhole: true, marks: marks.flatMap((each) => each ?? []).filter((mark) => !isIgnored(mark)) };
}

async function findInTrees(
  call: number,
  mounted: readonly string[],
  { trees, programs, uids }: Wanted,
): Promise<CommandResult[]> {
  const known = await programs;
  const isKnown = (tree: string) => known.has(tree) && !mounted.some((root) => isInside(root, tree));
  const others = [...new Set([...trees.filter((tree) => !isKnown(tree)), ...mounted])];
  const rest = trees.filter(isKnown);
  const runnable = rest.flatMap((tree) => known.get(tree) ?? []);
  return Promise.all([
    ...(others.length === 0 ? [] : [find(call, treeArguments(others, uids, files))]),
    ...(rest.length === 0 ? [] : [find(call, treeArguments(rest, uids, []))]),
    ...(runnable.length === 0 ? [] : [find(call, [], runnable.map((place) => `${place}\0`).join(""))]),
  ]);
}

/** @param input names to look at, each with a NUL after it, where nothing is to be found */
function find(call: number, args: readonly string[], input?: string): Promise<CommandResult> {
  return runCommand(
    {
      file: "/usr/bin/perl",
      args: [script, String(call), ...args],
      cwd: "/",
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
      input,
    },
    { timeoutMs: limitMs },
  );
}

const print = ["-printf", "%y %m %U %G %p\\0"];
// Files come first and are done with there: of one list find takes the names before the types, and
// a few names held against each file take three times as long as the rest of a look.
const files = [
  ["-type", "f", "(", "-perm", "/6111", ...print, "-o", "-true", ")"],
  ["-type", "b", ...print],
];

function hostArguments(roots: readonly string[], { trees, whole, uids }: Wanted): string[] {
  const kept = whole.map((place) => ["-path", `${pattern(place)}/*`]);
  const isOutside = kept.length === 0 ? [] : ["!", "(", ...any(kept), ")"];
  const directories = [
    ...[...leftOut, ...trees].map((place) => ["-path", pattern(place), "-prune"]),
    ["-name", packages, ...isOutside, "-prune"],
    closedToAllBut(uids),
  ];
  return [...roots, "-xdev", ...any([...files, ["-type", "d", "(", ...any(directories), ")"]])];
}

/** Of directories in a tree it matters what they hand on. */
function treeArguments(
  roots: readonly string[],
  uids: readonly number[],
  more: readonly (readonly string[])[],
): string[] {
  return [
    ...roots,
    "-xdev",
    ...any([...more, ["-type", "d", "(", ...any([closedToAllBut(uids), print]), ")"]]),
  ];
}

/** Nobody but its owner may go through it; a list that lets somebody through has its mask in the group's bits. */
function closedToAllBut(uids: readonly number[]): string[] {
  return ["!", "-perm", "/011", ...uids.flatMap((uid) => ["!", "-uid", String(uid)]), "-prune"];
}

function any(tests: readonly (readonly string[])[]): string[] {
  return tests.flatMap((test, at) => (at === 0 ? test : ["-o", ...test]));
}

function pattern(place: string): string {
  return place.replace(/[*?[\]\\]/g, "\\$&");
}

function holdsTree(root: string, trees: readonly string[]): boolean {
  return trees.some((tree) => isInside(tree, root) || isInside(root, tree));
}

async function missingProgram(): Promise<string | null> {
  for (const program of programs) {
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!isThere) return path.basename(program);
  }
  return null;
}

function unread(why: string): Marks {
  return {
    isWhole: false,
    reason: `Programs with rights of their own and access lists that are handed on were not looked for: ${why}.`,
  };
}
