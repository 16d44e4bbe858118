/** Ids that a user may give to its own processes in a user namespace: one line of /etc/subuid or /etc/subgid. */
export type IdRange = { readonly owner: string; readonly first: number; readonly count: number };
/** Something that runs by itself. */
export type Job = { readonly user: string; readonly command: string };
/** What a unit of systemd says of whom and what it runs. */
export type UnitText = {
  readonly users: readonly string[];
  /** Values of the settings that name something to run, or that is read or entered before. */
  readonly runs: readonly string[];
};
export type DoasRule = { readonly subject: string };

export function parseIdRanges(text: string): IdRange[] {
  return linesOf(text).flatMap((line) => {
    const [owner = "", first = "", count = ""] = line.split(":");
    if (owner === "" || !/^\d+$/.test(first) || !/^\d+$/.test(count)) return [];
    return [{ owner, first: Number(first), count: Number(count) }];
  });
}

/** A table of the system's, /etc/crontab or below /etc/cron.d, where the user stands before the command. */
export function parseSystemCrontab(text: string): Job[] {
  return linesOf(text).flatMap((line) => {
    const job = /^(?:@\w+|(?:\S+\s+){4}\S+)\s+(\S+)\s+(.+)$/.exec(line);
    const [, user = "", command = ""] = job ?? [];
    return user === "" || isAssignment(line) ? [] : [{ user, command }];
  });
}

/** A table of one user's, where no user stands. */
export function parseUserCrontab(text: string, user: string): Job[] {
  return linesOf(text).flatMap((line) => {
    const command = /^(?:@\w+|(?:\S+\s+){4}\S+)\s+(.+)$/.exec(line)?.[1];
    return command === undefined || isAssignment(line) ? [] : [{ user, command }];
  });
}

/** Anacron's table: everything in it is root's. */
export function parseAnacrontab(text: string): Job[] {
  return linesOf(text).flatMap((line) => {
    const command = /^(?:\d+|@\w+)\s+\d+\s+\S+\s+(.+)$/.exec(line)?.[1];
    return command === undefined ? [] : [{ user: "root", command }];
  });
}

export function parseUnit(text: string): UnitText {
  const settings = linesOf(text.replace(/\\\n/g, " "), /^[#;]/).flatMap((line) => {
    const at = line.indexOf("=");
    return at < 0 ? [] : [{ key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }];
  });
  const valuesOf = (key: RegExp) =>
    settings.filter((each) => key.test(each.key) && each.value !== "").map(({ value }) => value);
  return {
    users: valuesOf(/^User$/),
    runs: valuesOf(/^(Exec\w+|EnvironmentFile|WorkingDirectory|RootDirectory|RootImage)$/),
  };
}

/** Whom doas lets become somebody: names, and groups as ":wheel". */
export function parseDoas(text: string): DoasRule[] {
  const options = /^(nopass|nolog|persist|keepenv|setenv\s*\{[^}]*\})\s*/;
  return linesOf(text.replace(/\\\n/g, " ")).flatMap((line) => {
    if (!/^permit\b/.test(line)) return [];
    let rest = line.slice("permit".length).trim();
    while (options.test(rest)) rest = rest.replace(options, "");
    const subject = rest.split(/\s+/)[0] ?? "";
    return subject === "" ? [] : [{ subject: subject.replace(/^"(.*)"$/, "$1") }];
  });
}

export type SshKeySettings = {
  /** As written: a place below each home, or one from the root, with %u and %h. */
  readonly files: readonly string[];
  /** Settings by which somebody else than the host's own files says who comes in. */
  readonly others: readonly OtherAuthority[];
  readonly includes: readonly string[];
};

export type OtherAuthority = { readonly setting: (typeof otherAuthorities)[number]; readonly value: string };
const otherAuthorities = [
  ...(["AuthorizedKeysCommand", "AuthorizedPrincipalsCommand", "TrustedUserCAKeys"] as const),
  ...(["HostbasedAuthentication", "GSSAPIAuthentication", "KerberosAuthentication"] as const),
] as const;

/** What sshd's configuration says of keys, wherever in it: a Match block may be for anybody. */
export function parseSshd(text: string): SshKeySettings {
  const settings = linesOf(text).map((line) => {
    const [, key = "", value = ""] = /^(\S+?)(?:\s*=\s*|\s+)(.+)$/.exec(line) ?? [];
    return {
      key: key.toLowerCase(),
      words: value.split(/\s+/).map((word) => word.replace(/^"(.*)"$/, "$1")),
    };
  });
  const wordsOf = (name: string) => settings.filter(({ key }) => key === name).flatMap(({ words }) => words);
  const others = settings.flatMap(({ key, words }) => {
    const setting = otherAuthorities.find((each) => each.toLowerCase() === key);
    const isOff = ["none", "no", undefined].includes(words[0]?.toLowerCase());
    return setting === undefined || isOff ? [] : [{ setting, value: words.join(" ") }];
  });
  return {
    files: wordsOf("authorizedkeysfile").filter((word) => word.toLowerCase() !== "none"),
    others,
    includes: wordsOf("include"),
  };
}

/** Whether a text has a name as a whole word; in a rule's text a tenant's user is never part of another word. */
export function mentions(text: string, name: string): boolean {
  const escaped = name.replace(/[^\w]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).test(text);
}

/** A text without comments, as JavaScript and as most of /etc write them. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .split("\n")
    .map((line) => line.replace(/^\s*(#|\/\/).*$/, ""))
    .join("\n");
}

/** Places from the root that a command names. */
export function placesIn(command: string): string[] {
  return [...command.matchAll(/(?<![\w.~-])\/[^\s"'`;|&<>(){}$*?\\,:=]+/g)]
    .map(([place]) => place.replace(/\/+$/, ""))
    .filter((place) => place !== "");
}

const interpreter =
  /\/(ba|da|z|k)?sh$|\/(env|nice|ionice|timeout|flock|python[\d.]*|perl|node|ruby|php[\d.]*)$/;

/** The programs that a command runs, as far as they are named from the root, with a script that an interpreter is given. */
export function programsIn(command: string): string[] {
  return command.split(/&&|\|\||[;|\n]/).flatMap((part) => {
    const places = placesIn(part.replace(/^\s*[-@+!:|]+/, "").replace(/\d*>+&?\s*\S+/g, " "));
    const given = places.findIndex((place) => !interpreter.test(place));
    return places.slice(0, given < 0 ? places.length : given + 1);
  });
}

function linesOf(text: string, comment = /^#/): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !comment.test(line));
}

function isAssignment(line: string): boolean {
  return /^[A-Za-z_]\w*\s*=/.test(line);
}
