/**
 * Leaks that are planted in what is kept of the self-test's two tenants, and not
 * on the host: setting its clock or stopping its agent would harm the others.
 * By what is planted, for an operator.
 */
export const recordLeaks = {
  "clock-ahead": "The host's clock is an hour ahead while its tenants are looked at",
  "clock-set-back": "The host's clock is set back after its tenants were looked at",
  "silent-agent": "The host's agent falls silent after its tenants were looked at",
} as const;

export type RecordLeakId = keyof typeof recordLeaks;
export const recordLeakIds = Object.keys(recordLeaks) as RecordLeakId[];
