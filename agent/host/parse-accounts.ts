export type Account = {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
};
export type Group = { readonly name: string; readonly gid: number; readonly members: readonly string[] };
/** One rule of sudoers: who it is for, as written there ("deploy", "%sudo", "#1000", "ALL"). */
export type SudoRule = { readonly subject: string };

export function parsePasswd(text: string): Account[] {
  return rows(text, 7).flatMap(([name = "", , uid, gid, , home = "", shell = ""]) =>
    isNumber(uid) && isNumber(gid) ? [{ name, uid: Number(uid), gid: Number(gid), home, shell }] : [],
  );
}

export function parseGroup(text: string): Group[] {
  return rows(text, 4).flatMap(([name = "", , gid, members = ""]) =>
    isNumber(gid) ? [{ name, gid: Number(gid), members: members.split(",").filter(Boolean) }] : [],
  );
}

/** The names of accounts whose password can be used to log in, or that need none. */
export function parseShadow(text: string): Map<string, "usable" | "empty" | "locked"> {
  return new Map(
    rows(text, 2).map(([name = "", hash = ""]) => [
      name,
      hash === "" ? "empty" : /^[!*]/.test(hash) ? "locked" : "usable",
    ]),
  );
}

/** Users, groups, ids and ALL that a sudoers file gives anything to; its aliases of users are resolved. */
export function parseSudoers(text: string): SudoRule[] {
  const lines = text
    .replace(/\\\n/g, " ")
    .split("\n")
    // `#1000` at the start of a line is a user id, any other `#` begins a comment or an include.
    .map((line) => (/^\s*#\d/.test(line) ? line : line.replace(/#.*$/, "")).trim());
  const aliases = new Map<string, string[]>();
  for (const line of lines) {
    const alias = /^User_Alias\s+([A-Z][A-Z0-9_]*)\s*=\s*(.+)$/.exec(line);
    if (alias?.[1] && alias[2])
      aliases.set(
        alias[1],
        alias[2].split(",").map((part) => part.trim()),
      );
  }
  return lines
    .filter(
      (line) => line !== "" && !/^(Defaults|[A-Z][a-z]+_Alias\b|@include)/.test(line) && line.includes("="),
    )
    .flatMap((line) => subjectsOf(line))
    .flatMap((subject) => aliases.get(subject) ?? [subject])
    .map((subject) => ({ subject }));
}

/** How many keys an authorized_keys file accepts. */
export function countAuthorizedKeys(text: string): number {
  return text.split("\n").filter((line) => /^[^#\s]/.test(line.trim())).length;
}

/** True when a shell lets nobody in. */
export function refusesLogin(shell: string): boolean {
  return /\/(nologin|false|sync|halt|shutdown)$/.test(shell);
}

function subjectsOf(line: string): string[] {
  const before = line.slice(0, line.indexOf("=")).trim();
  // The last word before `=` is the host list; everything before it names users.
  const users = before.split(/\s+/).slice(0, -1).join(" ");
  return users
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

function rows(text: string, columns: number): string[][] {
  return text
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= columns && fields[0] !== "" && !fields[0]?.startsWith("#"));
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d+$/.test(text);
}
