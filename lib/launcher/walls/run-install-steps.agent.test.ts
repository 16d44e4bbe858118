import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runInstallSteps } from "./run-install-steps.ts";

const canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
const hasWalls = ["/usr/bin/bwrap", "/usr/sbin/nft", "/usr/bin/pasta"].every((file) => existsSync(file));
/** Nobody listens there. */
const nowhere = { http_proxy: "http://127.0.0.1:9", https_proxy: "http://127.0.0.1:9" };

describe("runInstallSteps", () => {
  it("says that a host has no such package manager", async () => {
    expect(await runInstallSteps([["no-such-manager", "install"]], {})).toContain("ENOENT");
  });

  it("stops at the first step that fails, and says why in its words", async () => {
    const failing = ["sh", "-c", "echo reading; echo 'E: The disk is full' >&2; exit 100"] as const;
    expect(await runInstallSteps([["true"], failing, ["no-such-manager"]], {})).toBe("E: The disk is full");
    expect(await runInstallSteps([["true"], ["true"]], {})).toBeNull();
  });

  it("asks nothing and passes on nothing but the way to the package server", async () => {
    const show = ["sh", "-c", "read answer; env >&2; exit 1"] as const;
    const line = ["sh", "-c", 'test -z "$SECRET" && test -n "$http_proxy" && ! read answer'] as const;
    expect(await runInstallSteps([line], { ...nowhere, SECRET: "x" })).toBeNull();
    expect(await runInstallSteps([show], { SECRET: "of-the-shell" })).not.toContain("of-the-shell");
  });

  it.skipIf(!canInstall || !hasWalls)(
    "installs with apt what is there already (needs root and Debian)",
    async () => {
      const step = ["apt-get", "install", "-y", "bubblewrap", "nftables", "passt"] as const;
      expect(await runInstallSteps([step], process.env)).toBeNull();
    },
  );

  it.skipIf(!canInstall)("names a package that apt doesn't know (needs root and Debian)", async () => {
    const reason = await runInstallSteps([["apt-get", "install", "-y", "bulkhead-no-such-package"]], {});
    expect(reason).toContain("E: Unable to locate package bulkhead-no-such-package");
  });

  it.skipIf(!canInstall)("says that the package server isn't reached (needs root and Debian)", async () => {
    const step = ["apt-get", "download", "bubblewrap", "-o", "Acquire::Retries=0"] as const;
    expect(await runInstallSteps([step], nowhere)).toContain("the package server isn't reached");
  });
});
