import { createInterface } from "node:readline";
import { parseDotenv } from "./parse-dotenv.ts";
import { type ReaderAnswer, type ReaderRequest, Unreadable } from "./protocol.ts";
import { readConfigText, readJsonText } from "./read-json.ts";
import { scanArchive } from "./scan-archive.ts";

/**
 * Reads what a tenant wrote, as the tenant's own user inside its boundary. It
 * holds nothing that the tenant doesn't have; whatever becomes of it, the agent
 * only loses an answer.
 */
const [task, form] = process.argv.slice(2);
if (task === "archive") say(await scanArchive(0, form === "gzip"));
else await serve();

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
    return { problem: error instanceof Unreadable ? error.message : "it makes no sense" };
  }
}

async function read(request: ReaderRequest): Promise<unknown> {
  switch (request.do) {
    case "config":
      return readConfigText(request.text);
    case "json":
      return readJsonText(request.text);
    case "dotenv":
      return parseDotenv(request.text);
    case "database": {
      // Loaded only where a database is asked for: it takes longer than all the rest.
      const { readDatabase } = await import("./read-database.ts");
      return readDatabase(request.file, request.kind);
    }
  }
}

function say(message: ReaderAnswer): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
