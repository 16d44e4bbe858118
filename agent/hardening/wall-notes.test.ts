import { describe, expect, test } from "vitest";
import { brokenNote, missingNote, noResolverNote, noRouteNote, stillReachable } from "./wall-notes.ts";

test("names the missing package as the distribution does, with the command that installs it", () => {
  expect(missingNote("debian", "pasta")).toBe(
    "This host has no passt. Install it: apt-get install passt. Then restart Bulkhead.",
  );
  expect(missingNote("fedora", "ip")).toContain("dnf install iproute.");
  expect(missingNote(null, "bwrap")).toContain("Install the package bubblewrap with this host's");
});

describe("a wall that doesn't work names what was said, why, and what cures it", () => {
  const tun = "Failed to open tun socket in namespace";
  test.each([
    [
      "private-view",
      "bwrap: Creating new namespace failed: Operation not permitted",
      true,
      "--cap-add SYS_ADMIN",
    ],
    ["private-view", "bwrap: No space left on device", true, "sysctl -w user.max_mnt_namespaces"],
    ["firewall", "Error: Operation not permitted (you must be root)", true, "--cap-add NET_ADMIN"],
    ["firewall", "Error: Could not process rule: Operation not supported", true, "modprobe -a nf_tables"],
    ["network", tun, false, "modprobe tun"],
    ["network", tun, true, "docker run --device /dev/net/tun"],
    [
      "network",
      "mount of /run/netns failed: Operation not permitted",
      true,
      "--cap-add SYS_ADMIN --cap-add NET_ADMIN",
    ],
    ["network", "it gave no reason", true, "pasta --version"],
  ] as const)("%s: %s (tun %s)", (wall, words, hasTun, command) => {
    const note = brokenNote(wall, { words, hasTun });
    expect(note).toContain(words);
    expect(note).toContain(command);
    expect(note).toMatch(/Then restart Bulkhead\.$/);
    expect(note).not.toMatch(/\.\./);
  });
});

test("names a command also where the host leads nowhere or resolves by itself alone", () => {
  expect(noRouteNote).toContain("ip route add default via");
  expect(noResolverNote).toContain("/etc/resolv.conf");
});

test("says what stays reachable where the host's firewall can't help, and nothing where it can", () => {
  const note = "This host has no nftables.";
  expect(stillReachable({ refusesOnHost: true, refusesInside: true }, note)).toBe("");
  expect(stillReachable({ refusesOnHost: false, refusesInside: true }, note)).toContain(
    "gets later stay reachable",
  );
  expect(stillReachable({ refusesOnHost: false, refusesInside: false }, note)).toContain("dashboard's port");
});
