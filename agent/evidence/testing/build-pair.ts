import { tmpdir } from "node:os";
import { buildHost, type TestHost, type TestTenant } from "./build-host.ts";

/** A host with two tenants, who are each other's neighbours. */
export async function buildPair(
  first: string,
  second: string,
): Promise<[host: TestHost, first: TestTenant, second: TestTenant]> {
  const host = await buildHost(tmpdir());
  return [host, await host.addTenant(first), await host.addTenant(second)];
}
