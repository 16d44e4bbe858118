import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { phaseLabels } from "#lib/domain/gateway/lifecycle.ts";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import type { CompartmentDto, FleetDto, FleetHostDto } from "#lib/services/fleet/fleet-dto.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";

/** Something that somebody should look at. */
export type Attention = {
  readonly key: string;
  readonly slug: string;
  /** The tenant, or the host where it is about several. */
  readonly tenantName: string;
  readonly text: string;
  /** Where on the tenant's page it is shown. */
  readonly href: `/${string}`;
  readonly kind: "host" | "gateway" | "operation" | "mistake" | "checklist" | "attempts";
  readonly verdict: Verdict | null;
};

const troubledPhases: readonly string[] = ["failed", "backing-off", "incomplete"];

/** Everything that needs a person, gravest kind first: hosts without their agent, Gateways down, work that failed, walls that failed. */
export function findAttention(fleet: FleetDto, failed: readonly OperationDto[]): readonly Attention[] {
  const tenants = fleet.hosts.flatMap(({ compartments }) => compartments);
  return [
    ...fleet.hosts.filter(({ isReplaced }) => isReplaced).map(replacedHost),
    ...fleet.hosts.flatMap(clockTrouble),
    ...tenants.filter(({ phase }) => troubledPhases.includes(phase)).map(gatewayTrouble),
    ...failed.filter(({ canRetry }) => canRetry).map(operationTrouble),
    ...tenants.filter(({ risks }) => risks.open > 0).map(mistakeTrouble),
    ...tenants.filter(({ counts }) => counts.failed > 0).map(checklistTrouble),
    ...fleet.hosts.filter(({ attempts }) => attempts.some(({ failed }) => failed > 0)).map(attemptsTrouble),
  ];
}

function replacedHost(host: FleetHostDto): Attention {
  return {
    key: `host ${host.id}`,
    slug: "",
    tenantName: host.name,
    text: "Its agent was replaced and its state is gone. Move or archive its tenants, and retire it.",
    href: `/host#${host.id}`,
    kind: "host",
    verdict: null,
  };
}

function clockTrouble({ id, name, clockProblem }: FleetHostDto): Attention[] {
  if (clockProblem === null) return [];
  return [
    {
      key: `clock ${id}`,
      slug: "",
      tenantName: name,
      text: clockProblem,
      href: `/host#${id}`,
      kind: "host",
      verdict: null,
    },
  ];
}

function gatewayTrouble(tenant: CompartmentDto): Attention {
  return {
    key: `gateway ${tenant.slug}`,
    slug: tenant.slug,
    tenantName: tenant.name,
    text: phaseLabels[tenant.phase],
    href: `/tenants/${tenant.slug}`,
    kind: "gateway",
    verdict: null,
  };
}

function operationTrouble(operation: OperationDto): Attention {
  const { tenant } = operation;
  return {
    key: `operation ${operation.id}`,
    slug: tenant.slug,
    tenantName: tenant.name,
    text: operation.error?.message ?? operationKinds[operation.kind].words.failed,
    href: `/tenants/${tenant.slug}`,
    kind: "operation",
    verdict: null,
  };
}

function mistakeTrouble(tenant: CompartmentDto): Attention {
  const { open } = tenant.risks;
  return {
    key: `mistakes ${tenant.slug}`,
    slug: tenant.slug,
    tenantName: tenant.name,
    text: `${open} ${open === 1 ? "mistake" : "mistakes"} found by name`,
    href: `/tenants/${tenant.slug}?tab=risks`,
    kind: "mistake",
    verdict: "failed",
  };
}

function checklistTrouble(tenant: CompartmentDto): Attention {
  const { failed } = tenant.counts;
  return {
    key: `checklist ${tenant.slug}`,
    slug: tenant.slug,
    tenantName: tenant.name,
    text: `${failed} ${failed === 1 ? "item has" : "items have"} failed`,
    href: `/tenants/${tenant.slug}?tab=checklist`,
    kind: "checklist",
    verdict: "failed",
  };
}

function attemptsTrouble(host: FleetHostDto): Attention {
  const walls = host.attempts.filter(({ failed }) => failed > 0).length;
  const accepted = host.attempts.filter(({ verdict }) => verdict === "accepted").length;
  return {
    key: `attempts ${host.id}`,
    slug: "",
    tenantName: host.name,
    text: `Attempts got through ${walls} ${walls === 1 ? "wall" : "walls"}${accepted > 0 ? `; at ${accepted} more that is accepted` : ""}`,
    href: `/probes?host=${host.id}&show=failed`,
    kind: "attempts",
    verdict: "failed",
  };
}
