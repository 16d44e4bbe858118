import path from "node:path";
import { hostView } from "#agent/boundary/private-view.ts";
import type { HostHardening } from "#agent/context/host-hardening.ts";
import { writeFileAtomic } from "#agent/files/write-file-atomic.ts";
import { firstInherited } from "#agent/system/inherited-files.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { filterMachines } from "./closed-calls.ts";
import { filterProgram } from "./filter-program.ts";

const timeoutMs = 10_000;
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };
/** Nobody's number on Linux: what is tried is tried without rights. */
const nobody = 65_534;

/**
 * Writes the filter to the agent's own directory and tries it once: what has to
 * run does, and a door that it closes is seen to be closed.
 *
 * @param directory nobody but the agent can change what is in it
 */
export async function tryKernelFilter(
  privateView: HostHardening["privateView"],
  directory: string | null,
): Promise<HostHardening["kernelFilter"]> {
  const none = (note: string) => ({ isAvailable: false, note, file: "" });
  if (!privateView.isAvailable)
    return none(`It is put up by what makes the private view. ${privateView.note}`);
  if (directory === null) return none("There is no directory of the agent's own to keep it in.");
  const machine = filterMachines.find((each) => each === process.arch);
  if (machine === undefined)
    return none(
      `This machine is of the kind ${process.arch}; Bulkhead knows the kernel's calls of x64 and arm64.`,
    );
  const file = path.join(directory, "kernel-filter.bpf");
  await writeFileAtomic(file, filterProgram(machine), { mode: 0o600 });
  const seen = await runFiltered(privateView.program, file, [
    "/usr/bin/grep",
    "^Seccomp:",
    "/proc/self/status",
  ]);
  const unshared = await runFiltered(privateView.program, file, [
    "/usr/bin/unshare",
    "--user",
    "/usr/bin/true",
  ]);
  if (seen.exitCode !== 0 || !/^Seccomp:\s*2$/m.test(seen.stdout)) {
    const words =
      seen.stderr.trim().split("\n").at(-1)?.slice(0, 300) || "no filter was seen in the program.";
    return none(
      `The kernel doesn't take the filter: ${words} Look at \`zgrep CONFIG_SECCOMP_FILTER /proc/config.gz /boot/config-$(uname -r)\`: it must say y. Then restart Bulkhead.`,
    );
  }
  if (unshared.exitCode === 0)
    return none(
      "The filter was put up, and a user namespace could be made all the same. Report this kernel to Bulkhead.",
    );
  return { isAvailable: true, note: "Bubblewrap puts it up.", file };
}

function runFiltered(program: string, file: string, inside: readonly string[]) {
  const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--no-new-privs"];
  const args = [
    ...["--die-with-parent", ...hostView(), "--seccomp", String(firstInherited), "--chdir", "/", "--"],
    ...["/usr/bin/setsid", "/usr/bin/setpriv", ...identity, "--", ...inside],
  ];
  return runCommand(
    { file: program, args, cwd: "/", env: environment, inherited: [file] },
    { timeoutMs },
  ).catch((error: Error) => ({ exitCode: null, stdout: "", stderr: error.message }));
}
