import type { ProbesWith } from "#lib/domain/probe/probes.ts";
import { sharedBrowser } from "./browser-findings.ts";
import { type Finding, unmeasured } from "./runner/finding.ts";
import type { Side } from "./side.ts";
import { commonGroup, commonUser, powerfulGroup } from "./source-facts.ts";

type AgentProbeId = ProbesWith<{ tried: "by-agent" }>;

/** What the agent itself sees of two tenants. */
export const agentFindings: Readonly<Record<AgentProbeId, (source: Side, target: Side) => Finding>> = {
  "identity.uid": (source, target) => commonUser(source.known.facts, target.known.facts),
  "identity.gid": (source, target) => commonGroup(source.known.facts, target.known.facts),
  "identity.groups": (source) => powerfulGroup(source.known.facts),
  "port.detour": (source, target) =>
    source.known.doors?.findingOf(target.one) ?? unmeasured("untried", "It did not ask what listens."),
  "port.browser-shared": (source, target) => sharedBrowser(source, target),
};
