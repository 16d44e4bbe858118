import { mentions, placesIn, withoutComments } from "./parse-grants.ts";
import type { Grants } from "./read-grants.ts";

/** A tenant's user, as far as the host's files may name it. */
export type GrantSubject = {
  readonly name: string;
  readonly uid: number;
  readonly tree: string;
  /** Every group that it is in but its own. */
  readonly groups: readonly string[];
};
type Somebody = { readonly name: string; readonly uid: number; readonly gid: number };

/** `what` is the part of a defect's id after the item. */
export type WayIn = { readonly what: string; readonly message: string; readonly nextStep: string };

/** Every way by which the host's files let something run as a tenant's user, or let it become somebody else. */
export function waysIn(grants: Grants, subject: GrantSubject, accounts: readonly Somebody[]): WayIn[] {
  return [
    ...idWays(grants, subject, accounts),
    ...jobWays(grants, subject, accounts),
    ...unitWays(grants, subject, accounts),
    ...doasWays(grants, subject),
    ...ruleWays(grants, subject),
  ];
}

function idWays({ idRanges }: Grants, subject: GrantSubject, accounts: readonly Somebody[]): WayIn[] {
  const own = idRanges.filter(({ owner }) => isSubject(owner, subject));
  return own.flatMap((range) => {
    const last = range.first + range.count - 1;
    const idOf = ({ uid, gid }: Somebody) => (range.place.endsWith("subgid") ? gid : uid);
    const isIn = (id: number) => id >= range.first && id <= last;
    const taken = [
      ...accounts.filter((each) => each.uid !== subject.uid && isIn(idOf(each))),
      ...idRanges.flatMap((other) =>
        other.place === range.place &&
        !isSubject(other.owner, subject) &&
        other.first <= last &&
        other.first + other.count > range.first
          ? [{ name: `subordinate users of ${other.owner}` }]
          : [],
      ),
    ].map(({ name }) => name);
    if (taken.length === 0) return [];
    return {
      what: "subordinate-ids",
      message: `${range.place} gives ${subject.name} the ids ${range.first} to ${last}, among them those of ${list(taken)}: it can act as them.`,
      nextStep: `Remove the line of ${range.owner} from ${range.place}.`,
    };
  });
}

function jobWays(
  { jobs, scripts, queued }: Grants,
  subject: GrantSubject,
  accounts: readonly Somebody[],
): WayIn[] {
  const tables = jobs.flatMap(({ place, user, command }) => {
    if (isSubject(user, subject) || becomes(command, subject))
      return startsAs("scheduled-job", place, subject, "runs a job");
    return names(command, subject) ? runsIts("scheduled-job", place, user, subject) : [];
  });
  const queue = queued.flatMap(({ place, uid, text }) => {
    if (uid === subject.uid) return startsAs("scheduled-job", place, subject, "is a job of at that runs");
    if (text === null || !names(text, subject)) return [];
    return runsIts(
      "scheduled-job",
      place,
      accounts.find((each) => each.uid === uid)?.name ?? String(uid),
      subject,
    );
  });
  const turns = scripts.flatMap(({ place, text }) => {
    const command = withoutComments(text);
    if (becomes(command, subject)) return startsAs("scheduled-job", place, subject, "runs a job");
    return names(command, subject) ? runsIts("scheduled-job", place, "root", subject) : [];
  });
  return [...tables, ...turns, ...queue];
}

function unitWays({ units }: Grants, subject: GrantSubject, accounts: readonly Somebody[]): WayIn[] {
  return units.flatMap(({ place, users, runs }) => {
    if (users.some((user) => isSubject(user, subject)) || runs.some((value) => becomes(value, subject)))
      return startsAs("service-unit", place, subject, "is a unit that runs a service (User=)");
    if (!runs.some((value) => names(value, subject))) return [];
    const user = users[0] ?? "root";
    return runsIts(
      "service-unit",
      place,
      accounts.find(({ uid }) => String(uid) === user)?.name ?? user,
      subject,
    );
  });
}

function doasWays({ doas }: Grants, subject: GrantSubject): WayIn[] {
  return doas
    .filter((rule) =>
      rule.subject.startsWith(":")
        ? [subject.name, ...subject.groups].includes(rule.subject.slice(1))
        : isSubject(rule.subject, subject),
    )
    .map((rule) => ({
      what: "doas",
      message: `${rule.place} lets ${rule.subject} become somebody else with doas, and so the tenant's user ${subject.name}.`,
      nextStep: `Remove the rule for ${rule.subject} from ${rule.place}.`,
    }));
}

function ruleWays({ rules }: Grants, subject: GrantSubject): WayIn[] {
  return rules.flatMap(({ place, kind, text: whole }) => {
    const text = withoutComments(whole);
    const name = [subject.name, ...subject.groups.filter((group) => group !== "users")].find((each) =>
      each === subject.name ? mentions(text, each) : namesGroup(text, each),
    );
    if (kind === "pam") {
      if (!mentions(text, subject.name)) return [];
      return {
        what: "login-rule",
        message: `${place} has a rule of its own for the tenant's user ${subject.name}.`,
        nextStep: `Remove ${subject.name} from ${place}.`,
      };
    }
    const isForAll = place.startsWith("/etc/") && givesEverybody(text);
    if (name === undefined && !isForAll) return [];
    return {
      what: "polkit",
      message: `The polkit rules in ${place} ${name === undefined ? "answer YES to every user" : `name ${name}`}, and so may let the tenant's user ${subject.name} do what is root's.`,
      nextStep: `Remove ${name === undefined ? "that rule" : name} from ${place}.`,
    };
  });
}

/** A rule that says YES and looks at nobody: not at a user, a group or a session. */
function givesEverybody(text: string): boolean {
  return /Result\.YES/.test(text) && !/subject|isInGroup/.test(text.replace(/function\s*\([^)]*\)/g, ""));
}

function namesGroup(text: string, group: string): boolean {
  return [`isInGroup("${group}")`, `isInGroup('${group}')`, `unix-group:${group}`].some((each) =>
    text.includes(each),
  );
}

function startsAs(what: string, place: string, { name }: GrantSubject, how: string): WayIn[] {
  return [
    {
      what,
      message: `${place} ${how} as the tenant's user ${name}, outside its boundary.`,
      nextStep: `Remove it: ${place}`,
    },
  ];
}

function runsIts(what: string, place: string, user: string, { name, tree }: GrantSubject): WayIn[] {
  return [
    {
      what,
      message: `${place} runs or reads something below ${tree} as ${user}: what the tenant's user ${name} puts there is done as ${user}.`,
      nextStep: `Have it use something that only ${user} can change, or remove it: ${place}`,
    },
  ];
}

function isSubject(word: string, { name, uid }: GrantSubject): boolean {
  return word === name || word === String(uid) || word === `#${uid}`;
}

/** Programs that read what they are given and run none of it, as a backup does. */
const readers = /^(?:\S*\/)?(tar|rsync|du|df|ls|stat|borg|restic|duplicity|rclone|zip|cp|logrotate)$/;

/** Whether it runs something of the tenant's, or goes there before it runs something. */
function names(command: string, { tree, name }: GrantSubject): boolean {
  const parts = command.replace(/^[-@+!:|]+/, "").split(/&&|\|\||[;|\n]/);
  return parts.some((part) => {
    if (readers.test(part.trim().split(/\s+/)[0] ?? "")) return false;
    const isBelow = placesIn(part).some((place) => place === tree || place.startsWith(`${tree}/`));
    return isBelow || part.includes(`~${name}/`);
  });
}

/** Whether a command of somebody else's goes on as the tenant's user. */
function becomes(command: string, { name }: GrantSubject): boolean {
  return /(^|[\s/])(su|sudo|runuser|setpriv|doas|gosu|chpst)\s/.test(command) && mentions(command, name);
}

function list(names: readonly string[]): string {
  return names.slice(0, 5).join(", ") + (names.length > 5 ? " and more" : "");
}
