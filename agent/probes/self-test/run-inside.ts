import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { killTree } from "#agent/proc/process-tree.ts";
import { withInherited } from "#agent/system/inherited-files.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

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
  const nodeArguments = [...(options.nodeArgs ?? []), "-e", `${script};setInterval(()=>{},60000)`];
  const command = boundaryOf(context, record).exec.program(nodeArguments);
  const env = { ...command.env, ...options.env } as NodeJS.ProcessEnv;
  const child = withInherited(command.inherited, (handles) =>
    spawn(command.file, command.args, {
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
