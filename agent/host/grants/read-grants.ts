import { lstat, readdir, realpath } from "node:fs/promises";
import path from "node:path";
import { readRegularFile } from "#agent/files/read-regular-file.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import {
  type DoasRule,
  type IdRange,
  type Job,
  type OtherAuthority,
  parseAnacrontab,
  parseDoas,
  parseIdRanges,
  parseSshd,
  parseSystemCrontab,
  parseUnit,
  parseUserCrontab,
  type UnitText,
} from "./parse-grants.ts";

type At<T> = T & { readonly place: string };

/** What the host's own files give to users beside groups, passwords and sudo. */
export type Grants = {
  readonly idRanges: readonly At<IdRange>[];
  readonly jobs: readonly At<Job>[];
  /** What root runs by turns or at a start, whole. */
  readonly scripts: readonly At<{ readonly text: string }>[];
  /** Jobs of at, each with its owner; null where the text is not for the agent to read. */
  readonly queued: readonly At<{ readonly uid: number; readonly text: string | null }>[];
  readonly units: readonly At<UnitText>[];
  readonly doas: readonly At<DoasRule>[];
  /** Files of rules in a language of their own, in which a name is looked for. */
  readonly rules: readonly At<{ readonly kind: RuleKind; readonly text: string }>[];
  readonly keys: { readonly files: readonly string[]; readonly others: readonly OtherAuthority[] };
  /** What could not be read, by name. */
  readonly unread: readonly string[];
};
export type RuleKind = "polkit" | "pam";

const mostEntries = 5000;
const filesAtOnce = 16;
const unitDirectories = [
  ...["/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system"],
  ...["/usr/lib/systemd/system", "/lib/systemd/system"],
];
const unitName = /\.(service|conf|socket|timer|path|mount)$/;
const crontabDirectories = ["/var/spool/cron/crontabs", "/var/spool/cron"];
const scriptDirectories = ["hourly", "daily", "weekly", "monthly"].map((turn) => `/etc/cron.${turn}`);
const queues = ["/var/spool/cron/atjobs", "/var/spool/at"];
const rulePlaces: readonly (readonly [RuleKind, string])[] = [
  ["polkit", "/etc/polkit-1/rules.d"],
  ["polkit", "/run/polkit-1/rules.d"],
  ["polkit", "/usr/local/share/polkit-1/rules.d"],
  ["polkit", "/usr/share/polkit-1/rules.d"],
  ["polkit", "/etc/polkit-1/localauthority"],
  ["polkit", "/var/lib/polkit-1/localauthority"],
  ["pam", "/etc/pam.d"],
  ["pam", "/etc/security/capability.conf"],
  ["pam", "/etc/security/group.conf"],
];
const keyOfRealm = "/etc/krb5.keytab";
/** The same defaults that sshd has. */
const usualKeyFiles = [".ssh/authorized_keys", ".ssh/authorized_keys2"];

/**
 * Reads them once for all tenants.
 *
 * @param isTenant whose files are never parsed, because a tenant wrote them
 */
export async function readGrants(
  isTenant: (owner: { name?: string; uid?: number }) => boolean,
): Promise<Grants> {
  const unread: string[] = [];
  const read = (places: readonly string[]) => readAll(places, unread);
  const [ids, system, anacron, scripts, spool, atJobs, units, doas, keys, rules] = await Promise.all([
    read(["/etc/subuid", "/etc/subgid"]),
    read(["/etc/crontab", ...(await filesIn("/etc/cron.d", unread))]),
    read(["/etc/anacrontab"]),
    read([
      "/etc/rc.local",
      ...(await Promise.all(scriptDirectories.map((place) => filesIn(place, unread)))).flat(),
    ]),
    readSpool(isTenant, unread),
    readQueues(isTenant, unread),
    readUnits(unread),
    read(["/etc/doas.conf", "/usr/local/etc/doas.conf", ...(await filesIn("/etc/doas.d", unread))]),
    readKeySettings(unread),
    readRules(unread),
  ]);
  return {
    idRanges: parsed(ids, parseIdRanges),
    jobs: [...parsed(system, parseSystemCrontab), ...parsed(anacron, parseAnacrontab), ...spool],
    scripts,
    queued: atJobs,
    units,
    doas: parsed(doas, parseDoas),
    rules,
    keys,
    unread: [...new Set(unread)],
  };
}

type Text = At<{ readonly text: string; readonly leadsTo?: string }>;

function parsed<T extends object>(texts: readonly Text[], parse: (text: string) => readonly T[]): At<T>[] {
  return texts.flatMap(({ place, text }) => parse(text).map((each) => ({ ...each, place })));
}

/** A tenant's own table is a job of its user already, whatever is in it. */
async function readSpool(
  isTenant: (owner: { name: string }) => boolean,
  unread: string[],
): Promise<At<Job>[]> {
  const tables = (await Promise.all(crontabDirectories.map((place) => filesIn(place, unread)))).flat();
  const jobs = tables.map(async (place): Promise<At<Job>[]> => {
    const user = path.basename(place);
    if (isTenant({ name: user })) return [{ place, user, command: "its own table" }];
    const texts = await readAll([place], unread);
    return parsed(texts, (text) => parseUserCrontab(text, user));
  });
  return (await Promise.all(jobs)).flat();
}

async function readQueues(
  isTenant: (owner: { uid: number }) => boolean,
  unread: string[],
): Promise<Grants["queued"]> {
  const places = (await Promise.all(queues.map((place) => filesIn(place, unread)))).flat();
  const jobs = places.map(async (place) => {
    const stat = await lstat(place).catch(() => null);
    if (stat === null || path.basename(place).startsWith(".")) return [];
    const text = isTenant({ uid: stat.uid }) ? null : await readRegularFile(place);
    return [{ place, uid: stat.uid, text }];
  });
  return (await Promise.all(jobs)).flat();
}

async function readUnits(unread: string[]): Promise<At<UnitText>[]> {
  const places: string[] = [];
  const instances: At<UnitText>[] = [];
  for (const directory of unitDirectories) {
    const files = await filesIn(directory, unread);
    const wanted = await Promise.all(
      files.filter((name) => /\.(wants|requires)$/.test(name)).map((name) => filesIn(name, unread)),
    );
    instances.push(...wanted.flat().flatMap(instanceOf));
    const drops = await Promise.all(
      (await namesIn(directory, unread))
        .filter((name) => name.endsWith(".d"))
        .map((name) => filesIn(path.join(directory, name), unread)),
    );
    places.push(...[...files, ...drops.flat()].filter((place) => unitName.test(place)));
  }
  const texts = await readAll([...new Set(places)], unread);
  const units = texts.map(({ place, text, leadsTo }) => {
    const unit = parseUnit(text);
    // Whoever can change what a unit leads to decides what it runs.
    return { ...unit, place, runs: leadsTo === undefined ? unit.runs : [...unit.runs, leadsTo] };
  });
  return [...units, ...instances];
}

/** One of a template, which may run as the user that it is named after (User=%i). */
function instanceOf(place: string): At<UnitText>[] {
  const user = /@([^/]+)\.service$/.exec(place)?.[1];
  return user === undefined ? [] : [{ place, users: [user], runs: [] }];
}

async function readRules(unread: string[]): Promise<Grants["rules"]> {
  const found = rulePlaces.map(async ([kind, place]) => {
    const inside = await filesIn(place, unread, 3);
    const texts = await readAll(inside.length === 0 ? [place] : inside, unread);
    return texts.map((text) => ({ ...text, kind }));
  });
  return (await Promise.all(found)).flat();
}

async function readKeySettings(unread: string[]): Promise<Grants["keys"]> {
  const seen = new Set<string>();
  let waiting = ["/etc/ssh/sshd_config", ...(await filesIn("/etc/ssh/sshd_config.d", unread))];
  const files: string[] = [];
  const others: OtherAuthority[] = [];
  while (waiting.length > 0) {
    const places = waiting.filter((place) => !seen.has(place));
    for (const place of places) seen.add(place);
    waiting = [];
    for (const { text } of await readAll(places, unread)) {
      const settings = parseSshd(text);
      files.push(...settings.files);
      others.push(...settings.others);
      for (const include of settings.includes) waiting.push(...(await included(include, unread)));
    }
  }
  const different = [...new Map(others.map((each) => [`${each.setting} ${each.value}`, each])).values()];
  // Some distributions turn this on for every host, and without a key of the realm it lets in nobody.
  const isInRealm = (await lstat(keyOfRealm).catch(() => null)) !== null;
  return {
    files: [...new Set(files.length === 0 ? usualKeyFiles : files)],
    others: different.filter(({ setting }) => setting !== "GSSAPIAuthentication" || isInRealm),
  };
}

/** Only the last name may have a pattern in it, which takes every file there. */
async function included(pattern: string, unread: string[]): Promise<string[]> {
  const place = path.resolve("/etc/ssh", pattern);
  if (!/[*?[]/.test(place)) return [place];
  if (/[*?[]/.test(path.dirname(place))) {
    unread.push(place);
    return [];
  }
  return filesIn(path.dirname(place), unread);
}

async function readAll(places: readonly string[], unread: string[]): Promise<Text[]> {
  const texts = await mapLimited(places, filesAtOnce, async (place) => {
    const stat = await lstat(place).catch(() => null);
    if (stat === null || stat.isDirectory()) return [];
    const file = stat.isSymbolicLink() ? await realpath(place).catch(() => null) : place;
    // A link to nothing or to /dev/null takes something away.
    if (file === null || !(await lstat(file).catch(() => null))?.isFile()) return [];
    const text = await readRegularFile(file);
    if (text !== null) return [{ place, text, ...(file !== place && { leadsTo: file }) }];
    unread.push(place);
    return [];
  });
  return texts.flat();
}

async function filesIn(directory: string, unread: string[], depth = 1): Promise<string[]> {
  const places = (await namesIn(directory, unread)).map((name) => path.join(directory, name));
  if (depth === 1) return places;
  const inner = await Promise.all(places.map((place) => filesIn(place, unread, depth - 1)));
  return [...places, ...inner.flat()];
}

async function namesIn(directory: string, unread: string[]): Promise<string[]> {
  try {
    const names = await readdir(directory);
    if (names.length > mostEntries) unread.push(directory);
    return names.slice(0, mostEntries);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOENT" && code !== "ENOTDIR") unread.push(directory);
    return [];
  }
}
