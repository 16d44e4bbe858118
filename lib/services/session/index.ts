export { endSession } from "./end-session.ts";
export { type ListUserSessionsInput, listOwnSessions, listUserSessions } from "./list-sessions.ts";
export { resolveSession, type SessionRef, type SignedIn } from "./resolve-session.ts";
export { revokeOtherSessions } from "./revoke-other-sessions.ts";
export { type RevokeSessionInput, revokeSession } from "./revoke-session.ts";
export type { SessionDto } from "./session-dto.ts";
export { absoluteLimitMs } from "./session-limits.ts";
export { type Browser, type SignIn, signIn } from "./sign-in.ts";
