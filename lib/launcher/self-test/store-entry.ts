import { once } from "node:events";
import { db } from "#lib/db/db.ts";
import { createLogger } from "#lib/log/logger.ts";
import { recordSelfTest, recordSelfTestInput } from "#lib/services/self-test/record-self-test.ts";

// A process of its own: the launcher itself keeps no database connection.
const terminal = { kind: "setup", name: "Command on the host" } as const;
const [result] = await once(process, "message");
const { leaks } = await recordSelfTest(
  terminal,
  recordSelfTestInput.parse(result),
  createLogger("self-test", "warn"),
);
await db.$disconnect();
process.send?.({ leaks });
process.disconnect?.();
