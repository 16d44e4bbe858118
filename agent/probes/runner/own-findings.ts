import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { type Finding, reached, refused, unmeasured } from "./finding.ts";

export async function trySudo(): Promise<Finding> {
  const sudo = programIn(["/usr/bin/sudo", "/bin/sudo"]);
  if (sudo === null) return refused("absent", "The host has no sudo.");
  return judgeSudo(await run(sudo, ["-n", "-l"]));
}

/** It says why it turns somebody away; one that was ended or says nothing has turned nobody away. */
export function judgeSudo({ code, text }: Ended): Finding {
  if (code === 0 && /may run/.test(text)) return reached("sudo lets it run commands as somebody else.");
  if (code === null || text === "") return unmeasured("unclear", "sudo gave no clear answer.");
  return refused("closed", "sudo gives it nothing.");
}

/** Lists its own table and changes nothing; the program says so where its user is not allowed. */
export async function tryCrontab(): Promise<Finding> {
  const crontab = programIn(["/usr/bin/crontab", "/bin/crontab"]);
  if (crontab === null) return refused("absent", "The host has no crontab.");
  const { code, text } = await run(crontab, ["-l"]);
  if (code === 0 || /no crontab for/.test(text)) return reached("crontab lets it keep a table.");
  if (/not allowed|permission denied|cannot/i.test(text)) return refused("closed", "crontab turns it away.");
  return unmeasured("unclear", "crontab gave no clear answer.");
}

/** Each goes by another call of the kernel; what is made ends with the program that does nothing in it. */
const waysIn = [
  {
    places: ["/usr/bin/unshare", "/bin/unshare"],
    args: ["--user", "--map-root-user", "--mount", "/bin/true"],
  },
  { places: ["/usr/bin/unshare", "/bin/unshare"], args: ["--user", "/bin/true"] },
  {
    places: ["/usr/bin/bwrap", "/bin/bwrap"],
    args: ["--unshare-user", "--ro-bind", "/", "/", "--dev", "/dev", "/bin/true"],
  },
] as const;

export async function tryNamespaces(): Promise<Finding> {
  const answers: string[] = [];
  for (const { places, args } of waysIn) {
    const program = programIn(places);
    if (program === null) continue;
    const { code, text } = await run(program, args);
    if (code === 0) return reached(`${program} ${args[0]} made it a namespace of its own.`);
    answers.push(/operation not permitted|no space left|invalid argument|permission/i.exec(text)?.[0] ?? "");
  }
  if (answers.length === 0) return unmeasured("untried", "There is no unshare to try it with.");
  if (answers.includes("")) return unmeasured("unclear", "unshare gave no clear answer.");
  return refused("closed", `The kernel turns it away: ${[...new Set(answers)].join(", ")}.`);
}

function programIn(places: readonly string[]): string | null {
  for (const place of places) {
    try {
      accessSync(place, constants.X_OK);
      return place;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** What came of a program; the code is null where it did not run to its end. */
type Ended = { readonly code: number | null; readonly text: string };

function run(file: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 2000, maxBuffer: 64 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, text: `${stdout}${stderr}` });
    });
  });
}
