// Stands beside the built server. The web must not outlive the launcher, which alone would start it again.
process.on("disconnect", () => {
  // Asked first, so that jobs under way are handed back.
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(0), 5000).unref();
});
await import("./server.js");
