import type { ProbeId, ProbesWith } from "#lib/domain/probe/probes.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import type { HostAbsence, TenantAbsence } from "./absences.ts";
import type { Participant } from "./participant.ts";
import type { Finding } from "./runner/finding.ts";
import type { SourceFacts } from "./source-facts.ts";

/** What somebody saw of the same action who must be able to do it. */
export type Control = Attempt["control"];
export type HostControls = Readonly<Record<ProbesWith<{ control: "root-at-host" }>, Control>>;

/** Where what a tenant reaches leads, besides to its own Gateway. */
export type DoorFindings = {
  /** The tenant's own Gateway and a file of its own, asked for in the same way. */
  readonly control: Control;
  findingOf(target: Participant): Finding;
};

/** What is known of one tenant besides its runner's answers. */
export type Known = {
  readonly facts: SourceFacts;
  /** The agent's own looks at its Gateway's process. */
  readonly processControls: ReadonlyMap<ProbeId, Control>;
  /** The agent's own attempts at what is the host's. */
  readonly hostControls: HostControls;
  /** Where what it reaches leads; null when it did not ask. */
  readonly doors: DoorFindings | null;
  /** Whether whoever asks the network hears what is announced on it. */
  readonly multicast: Control;
  /** Whether whoever may makes a namespace on this host. */
  readonly namespaces: Control;
  readonly locksOut: boolean;
  /** A device that was paired before the token was changed last is still let in. */
  readonly hasEarlierDevice: boolean;
  readonly hasScriptedModel: boolean;
  /** What the agent saw it not to have, before the attempts and after them. */
  readonly absent: ReadonlySet<TenantAbsence>;
  /** What the agent saw the host not to have, in words. */
  readonly hostAbsences: ReadonlyMap<HostAbsence, string>;
  /** Why its answers can't be believed; null when they can. */
  readonly fault: string | null;
};

/** One of the two tenants of an attempt. */
export type Side = { readonly one: Participant; readonly known: Known };

/** Why nothing that a tenant answers, or doesn't, says anything; null while it can be believed. */
export function troubleWith({ one, known }: Side): string | null {
  const { record, problem } = one;
  if (problem !== null) return `Nothing could be tried from ${record.slug}: ${problem}`;
  return known.fault === null ? null : `What ${record.slug} answered can't be believed. ${known.fault}`;
}

export function byRoot(outcome: Control["outcome"], seen: string): Control {
  return { by: "root", outcome, seen };
}

export function byNobody(seen: string): Control {
  return { by: "nobody", outcome: "unmeasured", seen };
}
