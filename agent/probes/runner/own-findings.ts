import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { reached, refused, unmeasured, worstOf } from "./finding.ts";
import type { Finding, OwnFindings, Prepare } from "./protocol.ts";
import { tryCreateIn } from "./try-files.ts";
import { findHost } from "./try-host.ts";
import { tryConnect } from "./try-port.ts";

/** What the source finds of the host itself, whoever the target is. */
export async function findOwn(order: Prepare, name: string): Promise<OwnFindings> {
  const sockets = await Promise.all(order.containerSockets.map((path) => tryConnect({ path }, path, false)));
  return {
    "shared.runtime-ancestors": worstOf(
      order.runtimeAncestors.map((place) => tryCreateIn(place, name)),
      "The runtime has no directory here.",
    ),
    "identity.container-socket": worstOf(sockets, "The host has no container engine's socket."),
    "identity.sudo": await trySudo(),
    "identity.scheduled": await tryCrontab(),
    "identity.namespaces": await tryNamespaces(),
    ...(await findHost(order.host)),
  };
}

async function trySudo(): Promise<Finding> {
  const sudo = programIn(["/usr/bin/sudo", "/bin/sudo"]);
  if (sudo === null) return refused("The host has no sudo.");
  const { code, text } = await run(sudo, ["-n", "-l"]);
  if (code === 0 && /may run/.test(text)) return reached("sudo lets it run commands as somebody else.");
  return refused("sudo gives it nothing.");
}

/** Lists its own table and changes nothing; the program says so where its user is not allowed. */
async function tryCrontab(): Promise<Finding> {
  const crontab = programIn(["/usr/bin/crontab", "/bin/crontab"]);
  if (crontab === null) return refused("The host has no crontab.");
  const { code, text } = await run(crontab, ["-l"]);
  if (code === 0 || /no crontab for/.test(text)) return reached("crontab lets it keep a table.");
  if (/not allowed|permission denied|cannot/i.test(text)) return refused("crontab turns it away.");
  return unmeasured("crontab gave no clear answer.");
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

async function tryNamespaces(): Promise<Finding> {
  const answers: string[] = [];
  for (const { places, args } of waysIn) {
    const program = programIn(places);
    if (program === null) continue;
    const { code, text } = await run(program, args);
    if (code === 0) return reached(`${program} ${args[0]} made it a namespace of its own.`);
    answers.push(/operation not permitted|no space left|invalid argument|permission/i.exec(text)?.[0] ?? "");
  }
  if (answers.length === 0) return unmeasured("There is no unshare to try it with.");
  if (answers.includes("")) return unmeasured("unshare gave no clear answer.");
  return refused(`The kernel turns it away: ${[...new Set(answers)].join(", ")}.`);
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

function run(file: string, args: readonly string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 2000, maxBuffer: 64 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, text: `${stdout}${stderr}` });
    });
  });
}
