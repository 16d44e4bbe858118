import type { RiskAcceptance } from "#lib/db/generated/client.ts";
import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { verdictsAmong } from "#lib/domain/probe/ending.ts";
import { probeIdSchema, probeOf } from "#lib/domain/probe/probes.ts";
import { attemptFaultKey, sourcesOf } from "#lib/domain/risk/accepted-attempts.ts";
import { combinationTitle } from "#lib/domain/tool-policy/risky-combination.ts";
import { toAcceptanceDtos } from "#lib/services/acceptance/acceptance-row.ts";
import type { ItemVerdictDto } from "#lib/services/check/check-dto.ts";
import type { MistakeDto } from "#lib/services/mistake/mistake-dto.ts";
import { type PairNow, readHostAttempts } from "#lib/services/probe/host-attempts.ts";
import { loadProbeHost } from "#lib/services/probe/probe-host.ts";
import type { PolicyRiskDto } from "#lib/services/tool-policy/tool-policy-dto.ts";
import type { AcceptedRiskDto } from "./risk-dto.ts";

type Tenant = {
  readonly slug: string;
  readonly hostId: string;
  readonly accepted: readonly RiskAcceptance[];
};
type Judged = {
  readonly items: readonly ItemVerdictDto[];
  readonly mistakes: readonly MistakeDto[];
  readonly policyRisks: readonly PolicyRiskDto[];
};

/** Everything that somebody answers for of one tenant, with what it is about as it stands now; newest first. */
export async function listAccepted(
  tenant: Tenant,
  { items, mistakes, policyRisks }: Judged,
  now: Date,
): Promise<AcceptedRiskDto[]> {
  const known = new Map<string, Pick<AcceptedRiskDto, "acceptance" | "title" | "verdict">>();
  for (const { title, verdict, acceptances } of [
    ...mistakes,
    ...policyRisks,
    ...items.map((item) => ({ ...item, title: item.label })),
  ]) {
    for (const acceptance of acceptances) known.set(acceptance.id, { acceptance, title, verdict });
  }
  const attempts = tenant.accepted.filter(({ kind }) => kind === "attempt");
  const against = attempts.length === 0 ? [] : await attemptsAgainst(tenant, now);
  for (const row of attempts) known.set(row.id, toAcceptedAttempts(row, against, now));
  return tenant.accepted.flatMap((row) => {
    const { id, kind, subject } = row;
    const entry = known.get(id) ?? toUnknown(row, now);
    return entry === null ? [] : [{ ...entry, kind, subject }];
  });
}

async function attemptsAgainst({ slug, hostId }: Tenant, now: Date): Promise<readonly PairNow[]> {
  const host = await loadProbeHost(hostId);
  const pairs = host === null ? [] : (await readHostAttempts(host, now)).pairs;
  return pairs.filter(({ target }) => target === slug);
}

function toAcceptedAttempts(row: RiskAcceptance, against: readonly PairNow[], now: Date) {
  const probe = probeIdSchema.safeParse(row.subject).data;
  const named = sourcesOf(row.faults);
  const pairs = against.filter(({ source }) => named.includes(source));
  const verdicts = probe === undefined ? [] : pairs.map((pair) => pair.verdicts.get(probe) ?? "not-measured");
  const through = pairs.filter((_, index) => ["failed", "accepted"].includes(verdicts[index] ?? ""));
  const faults = through.map(({ source }) => attemptFaultKey(source));
  const [acceptance] = toAcceptanceDtos([row], faults, now);
  if (acceptance === undefined) throw new Error("One row gives one acceptance.");
  const title = probe === undefined ? row.subject : probeOf(probe).risk;
  return { acceptance, title, verdict: verdicts.length === 0 ? null : worstVerdict(verdictsAmong(verdicts)) };
}

/** About a combination that is no more, or something that this version looks for no more. */
function toUnknown(row: RiskAcceptance, now: Date) {
  const [acceptance] = toAcceptanceDtos([row], [], now);
  const title = combinationTitle(row.subject) ?? row.subject;
  return acceptance === undefined ? null : { acceptance, title, verdict: null };
}
