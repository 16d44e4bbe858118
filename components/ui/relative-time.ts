const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
] as const;

/** "just now", "4 min ago", "3 h ago", "12 d ago", and "in 4 min" for what is to come. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const magnitude = Math.abs(seconds);
  if (magnitude < 60) {
    return "just now";
  }
  const [unit, size] = units.find(([, unitSize]) => magnitude >= unitSize) ?? (["min", 60] as const);
  const amount = Math.max(1, Math.floor(magnitude / size));
  return seconds < 0 ? `in ${amount} ${unit}` : `${amount} ${unit} ago`;
}

/** "2026-11-22 09:14:03 UTC": the same for everyone who reads it. */
export function exactTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
