// A stand-in for OpenClaw's Gateway, for tests in which only its process, its port and its token matter.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const { gateway } = JSON.parse(readFileSync(process.env.SECRETS_FILE, "utf8"));
const open = new Set(["/healthz", "/startupz", "/readyz"]);
const handle = (request, response) => {
  const isAllowed = open.has(request.url) || request.headers.authorization === `Bearer ${gateway.token}`;
  response.writeHead(isAllowed ? 200 : 401, { "content-type": "application/json" });
  response.end(JSON.stringify({ ok: isAllowed, status: "started", version: "2026.1.1" }));
};
for (const address of ["127.0.0.1", "::1"]) createServer(handle).listen(Number(process.env.PORT), address);
