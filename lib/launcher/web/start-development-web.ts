import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { asChild, type Child, exitOf } from "#lib/launcher/process/child.ts";

const frontDoor = pathToFileURL(path.join(import.meta.dirname, "front", "front-entry.ts")).href;

type DevelopmentWebOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
  readonly bindAddress: string;
};

/** Starts Next's own development server in the clone, as the launcher's user; it prints to the terminal. */
export async function startDevelopmentWeb(root: string, options: DevelopmentWebOptions): Promise<Child> {
  const next = path.join(root, "node_modules", "next", "dist", "bin", "next");
  const address = ["--port", String(options.port), "--hostname", options.bindAddress];
  // Leaves with the launcher, however that ends, and hears of Ctrl-C only through it.
  const bound = ["--pdeathsig", "TERM", "--", process.execPath, next, "dev", ...address];
  const child = spawn("setpriv", bound, {
    cwd: root,
    detached: true,
    env: {
      ...process.env,
      ...options.env,
      PATH: process.env.PATH,
      NODE_ENV: "development",
      NODE_OPTIONS: [process.env.NODE_OPTIONS, `--import=${frontDoor}`].filter(Boolean).join(" "),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return asChild(child, exitOf(child), "SIGTERM", 10_000);
}
