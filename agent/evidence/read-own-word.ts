import type { AgentContext } from "#agent/context/context.ts";
import { withMask } from "#agent/logs/mask-texts.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { wordParts } from "#lib/domain/gateway-word/compare-word.ts";
import type { OwnWord } from "#lib/host-agent/contract/own-word.ts";
import { cut } from "./sources/evidence-builder.ts";
import { hearGateway } from "./sources/hear-gateway.ts";
import { takeHostSnapshot } from "./sources/host-snapshot.ts";
import { textOf } from "./sources/note-word.ts";
import { viewTenant } from "./sources/tenant-view.ts";

/** What a tenant's running Gateway says of itself now, beside what is seen of it. Never fails for a Gateway that can't be asked. */
export async function readOwnWord(context: AgentContext, tenant: TenantRecord): Promise<OwnWord> {
  const at = context.now().toISOString();
  const shown = <T>(work: (show: (text: string) => string) => T) =>
    withMask(context, tenant, (mask) => work((text) => cut(mask(text))));
  const view = await viewTenant(context, tenant, await takeHostSnapshot());
  if (view === null) {
    return { status: "not-asked", at, reason: "The tenant's directories are not there or can't be read." };
  }
  const heard = await hearGateway(view);
  if ("reason" in heard)
    return { status: "not-asked", at, reason: await shown((show) => show(heard.reason)) };
  const { said, seen, outcomes } = heard;
  return shown((show) => {
    const textOrNull = (value: Parameters<typeof textOf>[0]) => (value === null ? null : show(textOf(value)));
    return {
      status: "asked",
      at,
      parts: wordParts.map((part) => ({
        part,
        outcome: outcomes[part],
        said: textOrNull(said[part]),
        seen: textOrNull(seen[part]),
      })),
      agents: said.agents?.map(show) ?? null,
      channels: said.channels?.map(show) ?? null,
    };
  });
}
