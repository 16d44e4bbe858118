/** One signed-in browser. */
export type SessionDto = {
  readonly id: string;
  readonly userAgent: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601; at most a minute behind. */
  readonly lastSeenAt: string;
  /** ISO 8601: signed out at the latest then. */
  readonly expiresAt: string;
  /** The session of the browser that asked. */
  readonly isCurrent: boolean;
};
