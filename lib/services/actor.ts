import { ServiceError } from "./service-error.ts";

export const roles = ["owner", "operator", "account_manager"] as const;
export type Role = (typeof roles)[number];

export type UserActor = {
  readonly kind: "user";
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  /** The session it acts from; absent only where no browser is involved. */
  readonly sessionId?: string;
  /** While true, {@link authorize} refuses everything. */
  readonly mustChangePassword?: boolean;
};

/** Who acts: a signed-in person, a background job, or the host agent's watch stream. */
export type Actor =
  | UserActor
  | { readonly kind: "job"; readonly name: string }
  | { readonly kind: "setup"; readonly name: string };

/**
 * What can be done. The same name is the permission, the activity's action and
 * the log event.
 */
export const permissions = {
  "user.manage": ["owner"],
  "user.list-names": ["owner", "operator", "account_manager"],
  "session.manage-own": ["owner", "operator", "account_manager"],
  "activity.read": ["owner", "operator", "account_manager"],
  "client.read": ["owner", "operator", "account_manager"],
  "client.create": ["owner", "operator", "account_manager"],
  "client.update": ["owner", "operator", "account_manager"],
  "client.archive": ["owner", "operator"],
  "host.read": ["owner", "operator", "account_manager"],
  "host.check": ["owner", "operator"],
  "host.retire": ["owner", "operator"],
  "tenant.read": ["owner", "operator", "account_manager"],
  "tenant.onboard": ["owner", "operator"],
  "tenant.update": ["owner", "operator"],
  "tenant.archive": ["owner", "operator"],
  "tenant.move": ["owner", "operator"],
  "gateway.provision": ["owner", "operator"],
  "gateway.start": ["owner", "operator"],
  "gateway.stop": ["owner", "operator"],
  "gateway.restart": ["owner", "operator"],
  "gateway.kill": ["owner", "operator"],
  "gateway.remove": ["owner", "operator"],
  "gateway.logs": ["owner", "operator"],
  "gateway.configure": ["owner", "operator"],
  "risk.accept": ["owner", "operator"],
  "risk.revoke": ["owner", "operator"],
  "mistake.fix": ["owner", "operator"],
  "policy.change": ["owner", "operator"],
  "api.switch": ["owner", "operator"],
  "config.read": ["owner", "operator"],
  "config.drift": ["owner", "operator"],
  "config.adopt": ["owner", "operator"],
  "config.restore": ["owner", "operator"],
  "config.release": ["owner", "operator"],
  "credential.read": ["owner", "operator", "account_manager"],
  "credential.set": ["owner", "operator"],
  "credential.rotate": ["owner", "operator"],
  "credential.revoke": ["owner", "operator"],
  "hardening.apply": ["owner", "operator"],
  "audit.run": ["owner", "operator"],
  "probe.run": ["owner", "operator"],
  "selftest.run": ["owner", "operator"],
  "report.create": ["owner", "operator", "account_manager"],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

/** True when a person of this role may do it. For hiding buttons; services call {@link authorize}. */
export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

/** What jobs do by themselves. */
export const jobPermissions: readonly Permission[] = [
  ...(["host.check", "host.read", "tenant.read", "audit.run", "probe.run"] as const),
];
/** Whoever has the command line of the installation's own host. */
export const setupPermissions: readonly Permission[] = ["user.manage", "selftest.run"];

/**
 * The first line of every service verb.
 *
 * @throws ServiceError PASSWORD_CHANGE_REQUIRED while a person still has a one-time password, else
 *   FORBIDDEN unless the actor may do it
 */
export function authorize(actor: Actor, permission: Permission): void {
  refuseOneTimePassword(actor);
  const isAllowed =
    actor.kind === "user"
      ? may(actor.role, permission)
      : actor.kind === "job"
        ? jobPermissions.includes(permission)
        : setupPermissions.includes(permission);
  if (!isAllowed) {
    throw new ServiceError("FORBIDDEN", "Your role doesn't allow this.", {
      nextStep: "Ask an owner of this installation to do it or to change your role.",
    });
  }
}

function refuseOneTimePassword(actor: Actor): void {
  if (actor.kind !== "user" || !actor.mustChangePassword) return;
  throw new ServiceError("PASSWORD_CHANGE_REQUIRED", "Your password was made for one sign-in only.", {
    nextStep: "Choose a password of your own to go on.",
  });
}

/** For what only a person can do to their own account, whatever their role. */
export function requirePerson(actor: Actor): UserActor {
  if (actor.kind === "user") return actor;
  throw new ServiceError("FORBIDDEN", "Only a signed-in person can do this.");
}
