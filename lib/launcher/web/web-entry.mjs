// Stands beside the built server. The web must not outlive the launcher, which alone would start it again.
process.on("disconnect", () => process.exit(0));
await import("./server.js");
