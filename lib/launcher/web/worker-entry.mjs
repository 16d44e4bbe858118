import { createRequire } from "node:module";

// Stands beside the built server and runs what Next runs when one starts, without a server: the jobs.
process.env.NEXT_RUNTIME = "nodejs";
const { register } = createRequire(import.meta.url)("./.next/server/instrumentation.js");
const jobs = await register();
if (jobs === null)
  throw new Error("BULKHEAD_JOBS says that jobs are taken elsewhere, so a worker has nothing to do.");

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => void jobs.stop().finally(() => process.exit(0)));
}
