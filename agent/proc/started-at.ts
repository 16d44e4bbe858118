import { readFileSync } from "node:fs";

/** Fixed by the kernel for user space on every architecture Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** When a process of this boot began, from its start time in ticks. */
export function startedAt(startTicks: number, now: Date): Date {
  return new Date(now.getTime() - ageMs(startTicks));
}

/** How long ago that was in whole milliseconds, by the clock that nobody sets. */
export function ageMs(startTicks: number): number {
  const uptimeSeconds = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return Math.round((uptimeSeconds - startTicks / ticksPerSecond) * 1000);
}
