import type { Jobs } from "#lib/jobs/start-jobs.ts";

/**
 * Called once by Next when a server starts, and by the worker, which has no server; never while it builds.
 *
 * @returns the jobs of this process, for the worker to stop; null when another process takes them
 */
export async function register(): Promise<Jobs | null> {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.NEXT_PHASE !== "phase-production-build") {
    const { env } = await import("#lib/env/env.ts");
    if (!env().takesJobs) return null;
    const { startJobs } = await import("#lib/jobs/start-jobs.ts");
    const jobs = startJobs();
    // Work under way is handed back at once, instead of when its heartbeat is missed.
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void jobs.stop());
    return jobs;
  }
  return null;
}
