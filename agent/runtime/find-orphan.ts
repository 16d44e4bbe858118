import type { GatewayHandle } from "#agent/tenant/gateway-handle.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { GatewayDriver } from "./driver.ts";

/** A Gateway of this tenant that runs without having been written down; null where there is none, or the driver can't tell. */
export function findOrphan(driver: GatewayDriver, tenant: TenantRecord): GatewayHandle | null {
  return driver.capabilities.findsOrphans ? driver.findOrphan(tenant) : null;
}
