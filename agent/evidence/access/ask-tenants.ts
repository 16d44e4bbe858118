import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { parseMountInfo } from "#agent/files/mount-info.ts";
import { powerOf } from "#agent/host/login-paths.ts";
import { groupsOf, type HostAccounts } from "#agent/host/read-accounts.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Answer, Door, OpenPlace, Order, Subject } from "./asker/order.ts";
import { entrancesOf, type Tree } from "./entrances.ts";
import { closedDirectories, guardedDoors, unwritableTrees } from "./guarded-places.ts";
import { handedTo, type MarkNames, powerOfMark } from "./marks/judge-marks.ts";
import type { Mark } from "./marks/parse-marks.ts";
import { readMarks, type Wanted } from "./marks/read-marks.ts";

/** What the kernel lets tenants' users do beyond their own. */
export type AccessAnswers = {
  readonly open: readonly OpenPlace[];
  /** By tenant, or of all of them where the slug is null. */
  /** Directories of a tenant's whose new files an access list opens to somebody else. */
  readonly handedOn: readonly { readonly slug: string; readonly place: string; readonly to: string }[];
  /** The user's name by tenant. */
  readonly users: ReadonlyMap<string, string>;
  readonly unmeasured: readonly { readonly slug: string | null; readonly reason: string }[];
};

const notToTheEnd = { slug: null, reason: "What tenants' users may open could not be asked to the end." };
export const unasked: AccessAnswers = { open: [], handedOn: [], users: new Map(), unmeasured: [notToTheEnd] };

const main = path.join(import.meta.dirname, "asker/main.ts");
const limitMs = 30_000;
const toStartMs = 10_000;

/**
 * Asks as each tenant's user, with every group that it is in, what it could
 * open or change of the others', the installation's and the host's. What the
 * kernel answers holds for modes, access lists, mounts and owners alike.
 *
 * @param trees of all tenants, of those whose record is lost, too
 * @param programs what somebody may run in those of the trees where that is known
 * @param extra what is besides only root's to change, for the reason given
 */
export async function askTenants(
  context: AgentContext,
  records: readonly TenantRecord[],
  { trees, programs }: { readonly trees: readonly Tree[]; readonly programs: Wanted["programs"] },
  accounts: HostAccounts,
  extra: readonly Door[],
): Promise<AccessAnswers> {
  const subjects = records.filter((record) => hasOwnUser(record) && record.uid !== 0);
  // Under one user nothing is anybody's alone, which is said where it matters.
  if (!context.isRoot || subjects.length === 0)
    return { open: [], unmeasured: [], users: new Map(), handedOn: [] };
  const mounts = parseMountInfo(await readFile("/proc/self/mountinfo", "utf8"));
  const rest = subjects.map((record) => subjectOf(record, accounts));
  // Most of the asking needs no knowledge of programs, which takes as long to find.
  const [read, asked] = await Promise.all([
    readMarks({
      mounts,
      trees: trees.map(({ tree }) => tree),
      programs,
      whole: [context.paths.runtimeStore],
      uids: subjects.map(({ uid }) => uid),
    }),
    ask(context, {
      subjects: rest,
      doors: [...guardedDoors(context.paths, process.execPath), ...extra],
      closed: closedDirectories(context.paths),
      unwritable: unwritableTrees(context.paths),
      entrances: entrancesOf(mounts, trees),
    }),
  ]);
  const marks = read.isWhole ? read.marks : [];
  const names = namesOf(accounts, subjects);
  const armed = rest
    .map((subject) => ({ ...subject, own: [], programs: programsOf(subject, marks, names) }))
    .filter(({ programs }) => programs.length > 0);
  const nothingElse = { doors: [], closed: [], unwritable: [], entrances: [] };
  const ofPrograms = armed.length === 0 ? noAnswers : await ask(context, { subjects: armed, ...nothingElse });
  const told = ofPrograms.answers.filter((answer) => answer.type !== "open" || answer.kind === "program");
  const answers = [...asked.answers, ...told];
  const isWhole = asked.isWhole && ofPrograms.isWhole;
  return {
    users: new Map(subjects.map(({ slug, userName }) => [slug, userName])),
    open: answers.filter((answer) => answer.type === "open"),
    handedOn: subjects.flatMap((record) => handedOnIn(record, marks, names)),
    unmeasured: [
      ...(read.isWhole ? [] : [{ slug: null, reason: read.reason }]),
      ...answers.filter((answer) => answer.type === "unmeasured"),
      ...(isWhole ? [] : [notToTheEnd]),
    ],
  };
}

type Asked = { readonly answers: readonly Answer[]; readonly isWhole: boolean };
const noAnswers: Asked = { answers: [], isWhole: true };

async function ask(context: AgentContext, order: Omit<Order, "limitMs">): Promise<Asked> {
  const { stdout, exitCode, stderr } = await runCommand(
    {
      file: process.execPath,
      args: [main],
      cwd: "/",
      env: { LANG: "C.UTF-8" },
      input: JSON.stringify({ ...order, limitMs } satisfies Order),
    },
    { timeoutMs: limitMs + toStartMs },
  );
  const answers = stdout.split("\n").filter(Boolean).flatMap(parseAnswer);
  const isWhole = exitCode === 0 && answers.some(({ type }) => type === "done");
  if (!isWhole) context.log.error({ exitCode, stderr: stderr.slice(0, 2000) }, "evidence.access");
  return { answers, isWhole };
}

function programsOf({ uid, gids }: Subject, marks: readonly Mark[], names: MarkNames): Door[] {
  return marks.flatMap((mark): Door[] => {
    const what = powerOfMark(mark, { uid, gids }, names);
    if (what === null) return [];
    return [{ place: mark.place, ways: mark.type === "device" ? ["read", "write"] : ["reach"], what }];
  });
}

/** Without the programs that it might run. */
function subjectOf({ slug, uid, gid, userName, layout }: TenantRecord, accounts: HostAccounts): Subject {
  const account = accounts.accounts.find((each) => each.name === userName && each.uid === uid);
  const groups = account === undefined ? [] : groupsOf(accounts, account).map((group) => group.gid);
  const write = (place: string, what: string): Door => ({ place, ways: ["write"], what });
  return {
    slug,
    uid,
    gid,
    gids: [...new Set([gid, ...groups])],
    programs: [],
    own: [
      write(layout.configFile, "its own configuration"),
      write(layout.config, "the directory of its own configuration"),
      write(layout.tree, "the root of its own tree"),
      write(layout.start, "the directory that its processes start in"),
      { place: layout.output, ways: ["list", "write"], what: "the directory of what its Gateway prints" },
    ],
  };
}

/** Users and groups that it matters to become: root's, tenants', and those that open the host. */
function namesOf(accounts: HostAccounts, subjects: readonly TenantRecord[]): MarkNames {
  const tenants = subjects.map(({ uid, gid, userName }) => ({ uid, gid, userName }));
  const groups = accounts.groups.filter((group) => powerOf(accounts, group) !== null);
  return {
    users: new Map([[0, "root"], ...tenants.map(({ uid, userName }) => [uid, userName] as const)]),
    groups: new Map([
      ...groups.map(({ gid, name }) => [gid, name] as const),
      ...tenants.map(({ gid, userName }) => [gid, userName] as const),
    ]),
  };
}

function handedOnIn(
  { slug, uid, layout }: TenantRecord,
  marks: readonly Mark[],
  names: MarkNames,
): AccessAnswers["handedOn"] {
  return marks
    .filter(({ type, place }) => type === "directory" && isInside(place, layout.tree))
    .flatMap((mark) => handedTo(mark, { uid }, names).map((to) => ({ slug, place: mark.place, to })));
}

const why = z.union([
  z.object({ by: z.enum(["owner", "mode"]), place: z.string(), mode: z.number() }),
  z.object({ by: z.literal("access-list"), place: z.string() }),
]);
const answerSchema: z.ZodType<Answer> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("open"),
    slug: z.string(),
    how: z.enum(["list", "read", "write", "replace", "reach"]),
    place: z.string(),
    what: z.string(),
    kind: z.enum(["door", "own", "closed", "unwritable", "device", "program", "tree"]),
    of: z.object({ slug: z.string(), below: z.string(), isMounted: z.boolean() }).nullable(),
    why,
  }),
  z.object({ type: z.literal("unmeasured"), slug: z.string().nullable(), reason: z.string() }),
  z.object({ type: z.literal("done") }),
]);

/** A line that was cut off is none. */
function parseAnswer(line: string): Answer[] {
  try {
    return [answerSchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
