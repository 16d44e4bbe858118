import type { KnownParts } from "#lib/domain/overall/overall.ts";
import type { AuditStatusDto } from "./audit-dto.ts";

/** What the newest audit that counts says; null for none. What is critical stays so until an audit no longer finds it. */
export function knownAudit({ isCounted, critical, warn }: AuditStatusDto): KnownParts["audit"] {
  if (isCounted) return { critical: critical ?? 0, warn: warn ?? 0 };
  return (critical ?? 0) > 0 ? { critical: critical ?? 0, warn: 0 } : null;
}
