import { once } from "node:events";
import { db } from "#lib/db/db.ts";
import { recordSelfTest, recordSelfTestInput } from "#lib/services/self-test/record-self-test.ts";

// A process of its own: the launcher itself keeps no database connection.
const terminal = { kind: "setup", name: "Command on the host" } as const;
const [result] = await once(process, "message");
await recordSelfTest(terminal, recordSelfTestInput.parse(result));
await db.$disconnect();
process.send?.({ isStored: true });
process.disconnect?.();
