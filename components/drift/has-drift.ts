import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";

/** True when the configuration on the host is not what was last written or accepted; false where that is not known. */
export function hasDrift({ gateway }: Pick<TenantDto, "gateway">): boolean {
  const { configHash, writtenConfigHash } = gateway.observation ?? {};
  return configHash != null && writtenConfigHash != null && configHash !== writtenConfigHash;
}
