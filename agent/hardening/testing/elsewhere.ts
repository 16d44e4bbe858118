import { randomBytes } from "node:crypto";
import { onTestFinished } from "vitest";
import { runCommand } from "#agent/system/run-command.ts";

/** Of a block that is nobody's, so that it can stand for an address of the internet. */
const address = "198.51.100.77";
const hostSide = "198.51.100.76";
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

export async function ip(...args: string[]): Promise<string> {
  const result = await runCommand({ file: "ip", args, cwd: "/", env: environment }, { timeoutMs: 10_000 });
  if (result.exitCode !== 0) throw new Error(`ip ${args.join(" ")}: ${result.stderr}`);
  return result.stdout;
}

/** Another machine next to this host, until the test ends. @returns its address and what comes before a command that runs there */
export async function makeElsewhere(): Promise<{ address: string; entrance: string[] }> {
  const name = `bh-test-${randomBytes(3).toString("hex")}`;
  const [here, there] = [`${name.slice(-6)}h`, `${name.slice(-6)}t`];
  await ip("netns", "add", name);
  onTestFinished(async () => void (await ip("netns", "delete", name)));
  await ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name);
  await ip("address", "add", `${hostSide}/31`, "dev", here);
  await ip("link", "set", here, "up");
  await ip("-n", name, "address", "add", `${address}/31`, "dev", there);
  await ip("-n", name, "link", "set", there, "up");
  return { address, entrance: ["ip", "netns", "exec", name] };
}

/** Gives the host another address until the test ends. One that a test left behind which was killed is taken over, and goes by itself. */
export async function addHostAddress(other: string): Promise<string> {
  const length = other.includes(":") ? 128 : 32;
  const family = other.includes(":") ? "-6" : "-4";
  const nodad = other.includes(":") ? ["nodad"] : [];
  const lifetime = ["valid_lft", "300", "preferred_lft", "300"];
  await ip(family, "address", "replace", `${other}/${length}`, "dev", "lo", ...nodad, ...lifetime);
  onTestFinished(async () => void (await ip(family, "address", "delete", `${other}/${length}`, "dev", "lo")));
  return other;
}
