import type { User } from "#lib/db/generated/client.ts";
import type { Role } from "../actor.ts";

/** One person who can sign in. */
export type UserDto = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Still has the one-time password that was handed out. */
  readonly mustChangePassword: boolean;
  readonly isDisabled: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601; null when never signed in, or not within the sessions still kept. */
  readonly lastSeenAt: string | null;
};

/** For pickers and names beside things. */
export type UserNameDto = { readonly id: string; readonly name: string; readonly role: Role };

/** The password is shown once and can't be read again. */
export type OneTimePasswordDto = { readonly user: UserDto; readonly oneTimePassword: string };

export function toUserDto(user: User & { sessions?: readonly { lastSeenAt: Date }[] }): UserDto {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    mustChangePassword: user.mustChangePassword,
    isDisabled: user.disabledAt !== null,
    createdAt: user.createdAt.toISOString(),
    lastSeenAt: user.sessions?.[0]?.lastSeenAt.toISOString() ?? null,
  };
}
