import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { AgentContext } from "#agent/context.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { createMask, type Mask } from "./mask-secrets.ts";

const maxSecretsBytes = 1024 * 1024;

/** A mask for this tenant's lines, from its secrets file as it is now. */
export async function tenantMask(context: AgentContext, tenant: TenantRecord): Promise<Mask> {
  const { secretsFile } = tenantLayout(context.paths, tenant.slug);
  return createMask(stringsIn(await readBounded(secretsFile)));
}

async function readBounded(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxSecretsBytes), 0, maxSecretsBytes, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** Every string of the document; of a damaged one every string literal that can still be made out. */
function stringsIn(text: string): string[] {
  const literals = text.match(/"(?:[^"\\\n]|\\.)*"/g) ?? [];
  return literals.flatMap((literal) => {
    try {
      const value: unknown = JSON.parse(literal);
      return typeof value === "string" ? [value] : [];
    } catch {
      return [literal.slice(1, -1)];
    }
  });
}
