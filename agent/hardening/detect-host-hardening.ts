import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { type CommandResult, runCommand } from "#agent/boundary/run-command.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Ability, type HostHardening, type NetworkTools, noHostHardening } from "./host-hardening.ts";
import { tryKernelFilter } from "./kernel-filter/try-kernel-filter.ts";
import { endForwarder, runForwarder } from "./network/forwarder.ts";
import { optionsOf } from "./network/forwarder-command.ts";
import { findResolvers, hasDefaultRoute } from "./network/host-network.ts";
import { networkName } from "./network/network-place.ts";
import { hostView } from "./private-view.ts";

const timeoutMs = 10_000;
const directories = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
const environment = { PATH: directories.join(":"), LC_ALL: "C" };
/** Nobody's number on Linux: what is tried is tried without rights. */
const nobody = 65_534;

/**
 * Finds out what this host can give by trying each thing once on something that doesn't matter.
 *
 * @param directory the agent's own, for what has to be kept on disk; without one nothing is that needs it
 */
export async function detectHostHardening(
  isRoot: boolean,
  directory: string | null = null,
): Promise<HostHardening> {
  if (!isRoot) return noHostHardening("The host agent doesn't run as root.");
  const [privateView, loopbackFirewall, networkNamespace] = await Promise.all([
    tryPrivateView(),
    tryFirewall(),
    tryNetwork(),
  ]);
  const kernelFilter = await tryKernelFilter(privateView, directory);
  return { privateView, kernelFilter, loopbackFirewall, networkNamespace };
}

async function tryPrivateView(): Promise<HostHardening["privateView"]> {
  const missing = "This host has no bubblewrap. Install the package bubblewrap, then restart Bulkhead.";
  const program = await findProgram("bwrap");
  if (program === null) return { program: "", isAvailable: false, note: missing };
  const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--no-new-privs"];
  const inside = ["/usr/bin/setsid", "/usr/bin/setpriv", ...identity, "--", "/usr/bin/true"];
  const args = ["--die-with-parent", ...hostView(), "--chdir", "/", "--", ...inside];
  const result = await run(program, args);
  return { program, ...abilityOf(result, "Bubblewrap makes it.", "bubblewrap") };
}

async function tryFirewall(): Promise<HostHardening["loopbackFirewall"]> {
  const missing = "This host has no nftables. Install the package nftables, then restart Bulkhead.";
  const program = await findProgram("nft");
  if (program === null) return { program: "", isAvailable: false, note: missing };
  const table = `inet bulkhead_try_${process.pid}`;
  const rule = `oifname "lo" tcp dport 1 tcp flags & (syn | ack) == syn meta skuid != { 0, ${nobody} } reject with tcp reset`;
  const chain = `chain output {\ntype filter hook output priority filter; policy accept;\n${rule}\n}`;
  // Made and deleted in one transaction, so that nothing of it is ever in force.
  const result = await run(program, ["-f", "-"], `table ${table} {\n${chain}\n}\ndelete table ${table}\n`);
  return { program, ...abilityOf(result, "Nftables makes it.", "nftables") };
}

async function tryNetwork(): Promise<HostHardening["networkNamespace"]> {
  const [program, forwarder] = await Promise.all([findProgram("ip"), findProgram("pasta")]);
  const tools = { program: program ?? "", forwarder: forwarder ?? "" };
  const none = { ...tools, forwarderOptions: [], resolvers: null, isAvailable: false };
  const missing = (name: string) => `This host has no ${name}. Install the package, then restart Bulkhead.`;
  if (program === null) return { ...none, note: missing("iproute2") };
  if (forwarder === null) return { ...none, note: missing("passt") };
  if (!(await hasDefaultRoute())) {
    return {
      ...none,
      note: "This host has no default route, so nothing could be let out of such a network.",
    };
  }
  const resolvers = await findResolvers();
  if (resolvers === "none") {
    return {
      ...none,
      note: "This host asks a resolver of its own for names, which can't be reached from another network.",
    };
  }
  const file = resolvers === "own" ? null : resolvers;
  const help = await run(forwarder, ["--help"]);
  const forwarderOptions = optionsOf(help.stdout + help.stderr);
  const problem = await makeThrowaway(program, { forwarder, forwarderOptions });
  if (problem !== null) {
    return { ...none, note: `A network of a tenant's own doesn't work here: ${problem}` };
  }
  const note = "Ip and pasta make it.";
  return { program, forwarder, forwarderOptions, resolvers: file, isAvailable: true, note };
}

/** The whole of it once, for nobody, in a network that is gone afterwards. @returns what went wrong; null when it works */
async function makeThrowaway(
  ip: string,
  tools: Pick<NetworkTools, "forwarder" | "forwarderOptions">,
): Promise<string | null> {
  const slug = slugSchema.parse(`try-${process.pid}-${randomBytes(3).toString("hex")}`);
  const name = networkName(slug);
  try {
    const made = await run(ip, ["netns", "add", name]);
    if (made.exitCode !== 0) return lastLine(made);
    const owner = { uid: nobody, gid: nobody };
    return await runForwarder(tools, owner, { slug, inward: null, outward: [] });
  } finally {
    // Whether it works is known by now; the network goes whatever becomes of its forwarder, which ends with it.
    await endForwarder({ slug, uid: nobody }).catch(() => undefined);
    await run(ip, ["netns", "delete", name]);
  }
}

function abilityOf(result: CommandResult, note: string, name: string): Ability {
  if (result.exitCode === 0) return { isAvailable: true, note };
  const words = result.isTimedOut ? "it took too long" : lastLine(result);
  return { isAvailable: false, note: `This host's ${name} doesn't work here: ${words}` };
}

function lastLine(result: CommandResult): string {
  const lines = result.stderr.trim().split("\n");
  return (lines.find((line) => /error|can't|fail/i.test(line)) ?? lines.at(-1) ?? "").slice(0, 300);
}

async function findProgram(name: string): Promise<string | null> {
  for (const directory of directories) {
    const file = path.join(directory, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}

function run(file: string, args: readonly string[], input?: string): Promise<CommandResult> {
  return runCommand({ file, args, cwd: "/", env: environment, input }, { timeoutMs }).catch(
    (error: Error) => ({
      exitCode: null,
      signal: null,
      stdout: "",
      stderr: error.message,
      isTimedOut: false,
    }),
  );
}
