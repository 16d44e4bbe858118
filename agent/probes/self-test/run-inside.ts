import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { withInherited } from "#agent/boundary/inherited-files.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { killTree } from "../process-tree.ts";

/**
 * Runs a small script as a tenant, inside its boundary, until it is ended. The
 * script says "ready" when what it is for is there.
 *
 * @returns ends it; `said` is what it printed until then
 */
export async function runInside(
  context: AgentContext,
  record: TenantRecord,
  script: string,
  options: { readonly env?: Readonly<Record<string, string>>; readonly nodeArgs?: readonly string[] } = {},
): Promise<{ end: () => Promise<void>; said: string }> {
  const command = boundaryCommand(context, record, []);
  const { node } = runtimePaths(context.paths, record.runtimeVersion);
  const whole = [command.file, ...command.args];
  const [file = "", ...args] = whole.slice(0, whole.lastIndexOf(node) + 1);
  const env = { ...command.env, ...options.env } as NodeJS.ProcessEnv;
  const child = withInherited(command.inherited, (handles) =>
    spawn(file, [...args, ...(options.nodeArgs ?? []), "-e", `${script};setInterval(()=>{},60000)`], {
      cwd: command.cwd,
      env,
      stdio: ["ignore", "pipe", "ignore", ...handles],
    }),
  );
  const exited = once(child, "exit");
  const end = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
    await exited;
  };
  const early = exited.then(() => Promise.reject(new Error("The script ended early.")));
  const said = await Promise.race([untilReady(child), early]);
  return { end, said };
}

async function untilReady(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes("ready")) return text;
  }
  return text;
}
