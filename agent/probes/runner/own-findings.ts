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
