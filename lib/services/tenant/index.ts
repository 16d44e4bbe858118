export { archiveTenant } from "./archive-tenant.ts";
export { getTenant } from "./get-tenant.ts";
export { listTenants } from "./list-tenants.ts";
export { type MoveTenantInput, moveTenant } from "./move-tenant.ts";
export type { TenantDto, TenantRowDto } from "./tenant-dto.ts";
export type { TenantQuery } from "./tenant-query.ts";
export { type UpdateTenantInput, updateTenant } from "./update-tenant.ts";
