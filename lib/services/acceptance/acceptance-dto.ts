export type AcceptanceDto = {
  readonly id: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly ownerName: string;
  readonly acceptedByName: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Slugs of the tenants whose attempts it covers; empty where it is about something else. */
  readonly sources: readonly string[];
  /**
   * `expired` its day has passed · `outgrown` something is wrong besides that nobody answers for ·
   * `idle` nothing that it names was found when it was last looked at.
   */
  readonly state: "valid" | "expired" | "outgrown" | "idle";
};
