import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { hostView } from "#agent/boundary/private-view.ts";
import {
  type Ability,
  type HostHardening,
  type NetworkTools,
  noHostHardening,
} from "#agent/context/host-hardening.ts";
import { tryKernelFilter } from "#agent/kernel-filter/try-kernel-filter.ts";
import { renderEgress } from "#agent/network/egress-rules.ts";
import { endForwarder, runForwarder } from "#agent/network/forwarder.ts";
import { optionsOf } from "#agent/network/forwarder-command.ts";
import { findResolvers, hasDefaultRoute } from "#agent/network/host-network.ts";
import { insideRules, ofFamily, renderInsideRules } from "#agent/network/inside-rules.ts";
import { networkName } from "#agent/network/network-place.ts";
import { type CommandResult, runCommand } from "#agent/system/run-command.ts";
import { packageFamilyOf, type WallProgram } from "#lib/domain/host/wall-packages.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import {
  brokenNote,
  missingNote,
  noResolverNote,
  noRouteNote,
  stillReachable,
  type Wall,
} from "./wall-notes.ts";

const timeoutMs = 10_000;
const directories = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
const environment = { PATH: directories.join(":"), LC_ALL: "C" };
/** Nobody's number on Linux: what is tried is tried without rights. */
const nobody = 65_534;
const nothingNamed = { resolvers: [], ports: [], named: [] };

/**
 * Finds out what this host can give by trying each thing once on something that doesn't matter.
 *
 * @param directory the agent's own, for what has to be kept on disk; without one nothing is that needs it
 */
export async function detectHostHardening(
  isRoot: boolean,
  directory: string | null = null,
): Promise<HostHardening> {
  if (!isRoot)
    return noHostHardening("The host agent doesn't run as root. Start Bulkhead as root: sudo npm start.");
  const [privateView, loopbackFirewall] = await Promise.all([tryPrivateView(), tryFirewall()]);
  const [kernelFilter, networkNamespace] = await Promise.all([
    tryKernelFilter(privateView, directory),
    tryNetwork(loopbackFirewall),
  ]);
  return { privateView, kernelFilter, loopbackFirewall, networkNamespace };
}

async function tryPrivateView(): Promise<HostHardening["privateView"]> {
  const program = await findProgram("bwrap");
  if (program === null) return { program: "", isAvailable: false, note: await noteOfMissing("bwrap") };
  const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--no-new-privs"];
  const inside = ["/usr/bin/setsid", "/usr/bin/setpriv", ...identity, "--", "/usr/bin/true"];
  const args = ["--die-with-parent", ...hostView(), "--chdir", "/", "--", ...inside];
  const result = await run(program, args);
  return { program, ...(await abilityOf(result, "Bubblewrap makes it.", "private-view")) };
}

async function tryFirewall(): Promise<HostHardening["loopbackFirewall"]> {
  const program = await findProgram("nft");
  if (program === null) return { program: "", isAvailable: false, note: await noteOfMissing("nft") };
  const table = `inet bulkhead_try_${process.pid}`;
  const rule = `oifname "lo" tcp dport 1 tcp flags & (syn | ack) == syn meta skuid != { 0, ${nobody} } reject with tcp reset`;
  const chain = `chain output {\ntype filter hook output priority filter; policy accept;\n${rule}\n}`;
  // Made and deleted in one transaction, so that nothing of it is ever in force.
  const result = await run(program, ["-f", "-"], `table ${table} {\n${chain}\n}\ndelete table ${table}\n`);
  return { program, ...(await abilityOf(result, "Nftables makes it.", "firewall")) };
}

async function tryNetwork(
  firewall: HostHardening["loopbackFirewall"],
): Promise<HostHardening["networkNamespace"]> {
  const [program, forwarder] = await Promise.all([findProgram("ip"), findProgram("pasta")]);
  const tools = { program: program ?? "", forwarder: forwarder ?? "" };
  const layers = { refusesOnHost: await tryRefusing(firewall), refusesInside: false };
  const none = { ...tools, ...layers, forwarderOptions: [], resolvers: null, isAvailable: false };
  if (program === null) return { ...none, note: await noteOfMissing("ip") };
  if (forwarder === null) return { ...none, note: await noteOfMissing("pasta") };
  if (!(await hasDefaultRoute())) return { ...none, note: noRouteNote };
  const resolvers = await findResolvers();
  if (resolvers === "none") return { ...none, note: noResolverNote };
  const file = resolvers === "own" ? null : resolvers;
  const help = await run(forwarder, ["--help"]);
  const forwarderOptions = optionsOf(help.stdout + help.stderr);
  const { problem, refusesInside } = await makeThrowaway(program, { forwarder, forwarderOptions });
  if (problem !== null) return { ...none, note: await noteOfBroken("network", problem) };
  const able = { ...none, forwarderOptions, resolvers: file, refusesInside, isAvailable: true };
  return { ...able, note: `Ip and pasta make it.${stillReachable(able, firewall.note)}` };
}

/** Whether the host's firewall can judge a tenant's connections to elsewhere. */
async function tryRefusing({ program, isAvailable }: HostHardening["loopbackFirewall"]): Promise<boolean> {
  if (!isAvailable) return false;
  const table = `bulkhead_try_${process.pid}_out`;
  const script = `${renderEgress(table, { uid: nobody, ...nothingNamed })}delete table inet ${table}\n`;
  return (await run(program, ["-f", "-"], script)).exitCode === 0;
}

/** The whole of it once, for nobody, in a network that is gone afterwards. `problem` is what went wrong; null when it works. */
async function makeThrowaway(
  ip: string,
  tools: Pick<NetworkTools, "forwarder" | "forwarderOptions">,
): Promise<{ problem: string | null; refusesInside: boolean }> {
  const slug = slugSchema.parse(`try-${process.pid}-${randomBytes(3).toString("hex")}`);
  const name = networkName(slug);
  try {
    const made = await run(ip, ["netns", "add", name]);
    if (made.exitCode !== 0) return { problem: lastLine(made), refusesInside: false };
    const script = renderInsideRules([], ofFamily(insideRules(nothingNamed, []), 4));
    const refusing = await run(ip, ["-4", "-n", name, "-batch", "-"], script);
    const owner = { uid: nobody, gid: nobody };
    const problem = await runForwarder(tools, owner, { slug, inward: null, outward: [] });
    return { problem, refusesInside: refusing.exitCode === 0 };
  } finally {
    // Whether it works is known by now; the network goes whatever becomes of its forwarder, which ends with it.
    await endForwarder({ slug, uid: nobody }).catch(() => undefined);
    await run(ip, ["netns", "delete", name]);
  }
}

async function abilityOf(result: CommandResult, note: string, wall: Wall): Promise<Ability> {
  if (result.exitCode === 0) return { isAvailable: true, note };
  const words = result.isTimedOut ? "it took too long" : lastLine(result);
  return { isAvailable: false, note: await noteOfBroken(wall, words) };
}

async function noteOfMissing(program: WallProgram): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return missingNote(packageFamilyOf(release), program);
}

async function noteOfBroken(wall: Wall, words: string): Promise<string> {
  const devices = await readFile("/proc/misc", "utf8").catch(() => "");
  return brokenNote(wall, { words, hasTun: /^\s*\d+ tun$/m.test(devices) });
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
