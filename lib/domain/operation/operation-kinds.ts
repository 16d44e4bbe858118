import type { DesiredState, GatewaySituation } from "#lib/domain/gateway/lifecycle.ts";
import { configure } from "./kinds/configure.ts";
import { fix } from "./kinds/fix.ts";
import { harden } from "./kinds/harden.ts";
import { kill } from "./kinds/kill.ts";
import type { OperationKindRecord } from "./kinds/operation-kind-record.ts";
import { provision } from "./kinds/provision.ts";
import { remove } from "./kinds/remove.ts";
import { restart } from "./kinds/restart.ts";
import { start } from "./kinds/start.ts";
import { stop } from "./kinds/stop.ts";

/** Every kind of operation, by the name that the database has for it, too. */
export const operationKinds = {
  provision,
  start,
  stop,
  restart,
  kill,
  remove,
  harden,
  configure,
  fix,
} as const satisfies Readonly<Record<string, OperationKindRecord>>;

export type OperationKind = keyof typeof operationKinds;

/** The kinds of which something is true. */
export function kindsThat(isMeant: (record: OperationKindRecord) => boolean): OperationKind[] {
  const records: [string, OperationKindRecord][] = Object.entries(operationKinds);
  // The names are those of the object that they were just read from.
  return records.filter(([, record]) => isMeant(record)).map(([kind]) => kind as OperationKind);
}

/** True when a person can be offered it now. One that interrupts goes past an unfinished operation. */
export function canDo(kind: OperationKind, situation: GatewaySituation): boolean {
  const { phases, interrupts }: OperationKindRecord = operationKinds[kind];
  if (situation.hasUnfinishedOperation && !interrupts) return false;
  return phases.includes(situation.phase);
}

/** What should be true of the Gateway from then on; null where that stays as it is. */
export function desiredAfter(
  kind: OperationKind,
  { startAfterwards = false }: { readonly startAfterwards?: boolean | undefined },
): DesiredState | null {
  return startAfterwards ? "running" : operationKinds[kind].desired;
}
