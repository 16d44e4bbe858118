import type { AgentContext } from "#agent/context/context.ts";
import { type Inside, readInside } from "#agent/files/open-inside.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";

/** The variables of a dotenv file in a tenant's tree, by name; the last of each. */
export async function readDotenv(
  context: AgentContext,
  tenant: TenantRecord,
  root: string,
  file: string,
): Promise<Inside<readonly (readonly [name: string, value: string])[]>> {
  const inside = await readInside(root, file);
  if (inside.status !== "ok") return inside;
  const reading = await readerOf(context, tenant).dotenv(inside.value);
  if ("problem" in reading) return { status: "refused", reason: `${file} ${reading.problem}` };
  return { ...inside, value: reading.value };
}
