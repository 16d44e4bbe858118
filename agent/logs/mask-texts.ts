import type { AgentContext } from "#agent/context/context.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Mask } from "./mask-secrets.ts";
import { startReader } from "./start-reader.ts";

const limits = { silenceMs: 12_000, maxBytes: 64 * 1024 * 1024 };
const masked = "[masked]";

/**
 * Does work on texts that go to people, with a mask that knows the tenant's
 * secrets. The secrets are read and the texts masked inside the tenant's
 * boundary. Where that can't be done every text is masked whole.
 *
 * @param work runs twice, the first time to learn which texts there are; it must do nothing but compute
 */
export async function withMask<T>(
  context: AgentContext,
  tenant: TenantRecord,
  work: (mask: Mask) => T,
): Promise<T> {
  const texts = new Set<string>();
  const draft = work((text) => {
    texts.add(text);
    return text;
  });
  if (texts.size === 0) return draft;
  const shown = await maskTexts(context, tenant, [...texts]);
  return work((text) => shown.get(text) ?? masked);
}

/** Each of these texts as it may be shown; empty when they could not be masked. */
async function maskTexts(
  context: AgentContext,
  tenant: TenantRecord,
  texts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { secretsFile } = tenant.layout;
  const shown = new Map<string, string>();
  try {
    let count = 0;
    for await (const reply of startReader(context, tenant, { do: "mask", secretsFile, texts }, limits)) {
      const text = texts[count];
      if (reply.kind === "line" && text !== undefined) {
        shown.set(text, reply.text);
        count += 1;
      }
      if (reply.kind === "done") return count === texts.length ? shown : new Map();
    }
  } catch (error) {
    context.log.warn({ slug: tenant.slug, err: error }, "texts could not be masked, so they are left out");
  }
  return new Map();
}
