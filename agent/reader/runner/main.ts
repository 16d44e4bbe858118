import { once } from "node:events";
import { createInterface } from "node:readline";
import type { PackedKind } from "./packed-kind.ts";
import { BeyondLimit, type ReaderAnswer, type ReaderRequest, Unreadable } from "./protocol.ts";

/**
 * Reads what a tenant wrote, as the tenant's own user inside its boundary. It
 * holds nothing that the tenant doesn't have; whatever becomes of it, the agent
 * only loses an answer.
 */
const [task, form] = process.argv.slice(2);
if (task === "archive") {
  const { scanArchive } = await import("./scan-archive.ts");
  say(await scanArchive(0, form === "gzip"));
} else if (task === "unpack") {
  const [{ unpack }, { Outlet, restCode }] = await Promise.all([
    import("./unpack.ts"),
    import("./outlet.ts"),
  ]);
  const outlet = new Outlet(async (bytes) => {
    if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
  });
  await unpack(0, form as PackedKind, outlet);
  process.exitCode = restCode(outlet.rests);
} else await serve();

async function serve(): Promise<void> {
  say({ value: "ready" });
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    say(await answer(JSON.parse(line) as ReaderRequest));
  }
}

async function answer(request: ReaderRequest): Promise<ReaderAnswer> {
  try {
    return { value: await read(request) };
  } catch (error) {
    // What else is thrown may quote the file, so it is not repeated.
    if (error instanceof BeyondLimit) return { problem: error.message, isLimit: true };
    return { problem: error instanceof Unreadable ? error.message : "it makes no sense" };
  }
}

/** What each reading needs is loaded when it is asked for: a reader is started often, and mostly for one thing. */
async function read(request: ReaderRequest): Promise<unknown> {
  switch (request.do) {
    case "config":
      return (await import("./read-json.ts")).readConfigText(request.text);
    case "json":
      return (await import("./read-json.ts")).readJsonText(request.text);
    case "dotenv":
      return (await import("./parse-dotenv.ts")).parseDotenv(request.text);
    case "database":
      return (await import("./read-database.ts")).readDatabase(request.file, request.kind);
  }
}

function say(message: ReaderAnswer): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
