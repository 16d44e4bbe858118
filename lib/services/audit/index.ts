export type { AuditRunDto, AuditState, AuditStatusDto, TenantAuditDto } from "./audit-dto.ts";
export { getTenantAudit } from "./get-tenant-audit.ts";
export { type AuditInput, requestAudit } from "./request-audit.ts";
