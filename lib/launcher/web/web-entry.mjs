import { subscribe } from "node:diagnostics_channel";
import { openFrontDoor } from "./front/open-front-door.ts";
import { fixedHeaders } from "./response-headers.ts";

// Stands beside the built server. The web must not outlive the launcher, which alone would start it again.
process.on("disconnect", () => {
  // Asked first, so that jobs under way are handed back.
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(0), 5000).unref();
});
// Before the server, which then can't be reached past it.
openFrontDoor(process.env);

// Told of every request before anybody answers it, Next's own files and errors included.
const headers = Object.entries(fixedHeaders(process.env.BULKHEAD_URL.startsWith("https://")));
subscribe("http.server.request.start", ({ request, response }) => {
  for (const [name, value] of headers) response.setHeader(name, value);
  if (request.url.startsWith("/api/")) response.setHeader("Cache-Control", "no-store");
});
await import("./server.js");
