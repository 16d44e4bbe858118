import { openFrontDoor } from "./front/open-front-door.ts";

// Stands beside the built server. The web must not outlive the launcher, which alone would start it again.
process.on("disconnect", () => {
  // Asked first, so that jobs under way are handed back.
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(0), 5000).unref();
});
// Before the server, which then can't be reached past it.
openFrontDoor(process.env);
await import("./server.js");
