import type { Rung as RungColumn } from "#lib/db/generated/enums.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";

/** PostgreSQL's enum names can't hold a hyphen through Prisma; the rest of the product says `os-user`. */
const columns = { profile: "profile", "os-user": "os_user" } as const satisfies Record<
  GatewayRung,
  RungColumn
>;

export function rungToColumn(rung: GatewayRung): RungColumn {
  return columns[rung];
}

export function rungFromColumn(column: RungColumn): GatewayRung {
  return column === "os_user" ? "os-user" : "profile";
}
