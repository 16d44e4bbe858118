/** Called once by Next when a server starts; never while it builds. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { startJobs } = await import("#lib/jobs/start-jobs.ts");
  startJobs();
}
