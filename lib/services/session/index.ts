export { endSession } from "./end-session.ts";
export { listOwnSessions } from "./list-own-sessions.ts";
export { type ListUserSessionsInput, listUserSessions } from "./list-user-sessions.ts";
export { resolveSession, type SessionRef, type SignedIn } from "./resolve-session.ts";
export { revokeOtherSessions } from "./revoke-other-sessions.ts";
export { type RevokeSessionInput, revokeSession } from "./revoke-session.ts";
export type { SessionDto } from "./session-dto.ts";
export { absoluteLimitMs } from "./session-limits.ts";
export { type Browser, type KnownDevice, type SignIn, signIn } from "./sign-in.ts";
