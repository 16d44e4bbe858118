import { access, constants } from "node:fs/promises";
import path from "node:path";
import { isInside } from "#agent/files/inspect-place.ts";
import { coverOf, type Mounted } from "#agent/files/mount-info.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { type Mark, parseMarks } from "./parse-marks.ts";

export type Marks =
  | { readonly isWhole: true; readonly marks: readonly Mark[] }
  | { readonly isWhole: false; readonly reason: string };

type Wanted = {
  readonly mounts: readonly Mounted[];
  readonly trees: readonly string[];
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
  const found = await runCommand(
    {
      file: "/usr/bin/perl",
      args: [script, String(call), ...findArguments(roots, wanted)],
      cwd: "/",
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
    },
    { timeoutMs: limitMs },
  );
  if (found.isTimedOut) return unread(`the host's files were not looked through in ${limitMs / 1000} s`);
  const marks = found.exitCode === 0 ? parseMarks(found.stdout) : null;
  if (marks === null) return unread("looking for them failed");
  const isIgnored = ({ place, type }: Mark) => type === "file" && coverOf(mounts, place)?.isNoSuid === true;
  return { isWhole: true, marks: marks.filter((mark) => !isIgnored(mark)) };
}

function findArguments(roots: readonly string[], { trees, whole, uids }: Wanted): string[] {
  const any = (tests: readonly (readonly string[])[]) =>
    tests.flatMap((test, at) => (at === 0 ? test : ["-o", ...test]));
  const inTree = trees.map((tree) => ["-path", `${pattern(tree)}/*`]);
  const kept = [...inTree, ...whole.map((place) => ["-path", `${pattern(place)}/*`])];
  const isOutside = kept.length === 0 ? [] : ["!", "(", ...any(kept), ")"];
  return [
    ...roots,
    "-xdev",
    ...["(", ...any(leftOut.map((place) => ["-path", place])), ")", "-prune", "-o"],
    ...["-type", "d", "-name", packages, ...isOutside, "-prune", "-o"],
    // A directory through which nobody but its owner may go; a list that lets somebody through has its mask in the group's bits.
    ...[
      "-type",
      "d",
      "!",
      "-perm",
      "/011",
      ...uids.flatMap((uid) => ["!", "-uid", String(uid)]),
      "-prune",
      "-o",
    ],
    "(",
    ...["-type", "f", "-perm", "/6111", "-o", "-type", "b"],
    ...(inTree.length === 0 ? [] : ["-o", "-type", "d", "(", ...any(inTree), ")"]),
    ")",
    ...["-printf", "%y %m %U %G %p\\0"],
  ];
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
