/** Called once by Next when a server starts; never while it builds. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.NEXT_PHASE !== "phase-production-build") {
    const { startJobs } = await import("#lib/jobs/start-jobs.ts");
    const jobs = startJobs();
    // Work under way is handed back at once, instead of when its heartbeat is missed.
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void jobs.stop());
  }
}
