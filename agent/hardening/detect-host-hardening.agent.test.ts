import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { detectHostHardening } from "./detect-host-hardening.ts";

const isRoot = process.getuid?.() === 0;
const directories = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
const has = (program: string) => directories.some((directory) => existsSync(`${directory}/${program}`));
const hasRoute = () => /^\S+\t00000000\t/m.test(readFileSync("/proc/net/route", "utf8"));

// Other tests leave out what the host can't give. They would leave it out as well if this saw too little.
describe.skipIf(!isRoot)("what is installed on a host is found to work (needs root)", () => {
  let found: Awaited<ReturnType<typeof detectHostHardening>>;
  beforeAll(async () => {
    found = await detectHostHardening(true);
  });

  test.skipIf(!has("bwrap"))("bubblewrap", () => {
    expect(found.privateView).toMatchObject({ isAvailable: true });
  });

  test.skipIf(!has("nft"))("nftables", () => {
    expect(found.loopbackFirewall).toMatchObject({ isAvailable: true });
  });

  test.skipIf(!has("pasta") || !has("ip") || !hasRoute())("ip and pasta", () => {
    expect(found.networkNamespace).toMatchObject({ isAvailable: true });
  });
});
