import { ServiceError } from "./service-error.ts";

export const roles = ["owner", "operator", "account_manager"] as const;
export type Role = (typeof roles)[number];

/** Who acts: a signed-in person, a background job, or the host agent's watch stream. */
export type Actor =
  | { readonly kind: "user"; readonly userId: string; readonly name: string; readonly role: Role }
  | { readonly kind: "job"; readonly name: string }
  | { readonly kind: "setup"; readonly name: string };

/**
 * What can be done. The same name is the permission, the activity's action and
 * the log event.
 */
export const permissions = {
  "user.manage": ["owner"],
  "activity.read": ["owner", "operator", "account_manager"],
  "client.read": ["owner", "operator", "account_manager"],
  "client.create": ["owner", "operator", "account_manager"],
  "client.update": ["owner", "operator", "account_manager"],
  "client.archive": ["owner", "operator"],
  "host.read": ["owner", "operator", "account_manager"],
  "host.check": ["owner", "operator"],
  "tenant.read": ["owner", "operator", "account_manager"],
  "tenant.onboard": ["owner", "operator"],
  "tenant.update": ["owner", "operator"],
  "tenant.archive": ["owner", "operator"],
  "gateway.provision": ["owner", "operator"],
  "gateway.start": ["owner", "operator"],
  "gateway.stop": ["owner", "operator"],
  "gateway.restart": ["owner", "operator"],
  "gateway.kill": ["owner", "operator"],
  "gateway.remove": ["owner", "operator"],
  "gateway.logs": ["owner", "operator"],
  "audit.run": ["owner", "operator"],
  "report.create": ["owner", "operator", "account_manager"],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

/** True when a person of this role may do it. For hiding buttons; services call {@link authorize}. */
export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

const jobPermissions: readonly Permission[] = ["host.check", "host.read", "tenant.read", "audit.run"];

/** Throws FORBIDDEN unless the actor may do it. The first line of every service verb. */
export function authorize(actor: Actor, permission: Permission): void {
  const isAllowed =
    actor.kind === "user"
      ? may(actor.role, permission)
      : actor.kind === "job"
        ? jobPermissions.includes(permission)
        : permission === "user.manage";
  if (!isAllowed) {
    throw new ServiceError("FORBIDDEN", "Your role doesn't allow this.", {
      nextStep: "Ask an owner of this installation to do it or to change your role.",
    });
  }
}
