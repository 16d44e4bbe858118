import type { UserDto } from "#lib/services/user/user-dto.ts";

export type Role = UserDto["role"];

export const roleLabels: Record<Role, string> = {
  owner: "Owner",
  operator: "Operator",
  account_manager: "Account manager",
};

/** What a role may do, for the person choosing one. */
export const roleHints: Record<Role, string> = {
  owner: "Everything an operator may do, and who else can sign in.",
  operator: "Onboards tenants, starts and stops Gateways, runs checks and audits.",
  account_manager: "Reads clients, checklists and reports. Can't touch a Gateway or see a secret.",
};
