import type { Circumstance } from "#lib/domain/checklist/freshness.ts";
import type { DesiredState, GatewaySituation } from "#lib/domain/gateway/lifecycle.ts";

/** All that has to be known of one kind of operation. Only what the agent is called with stands elsewhere. */
export type OperationKindRecord = {
  /** The one name of what it does: permission, activity and log event. */
  readonly action: string;
  /**
   * Phases in which a person may be offered it. With `unknown`, also while the
   * host isn't heard of: the operation then waits for it.
   */
  readonly phases: readonly GatewaySituation["phase"][];
  /** It goes past an unfinished operation and ends it. All others wait. */
  readonly interrupts: boolean;
  /** Whether the Gateway should run once it is done; null where that stays as it is. */
  readonly desired: DesiredState | null;
  /** What it may change. What was measured before and is held against one of these is measured anew. */
  readonly changes: readonly Circumstance[];
  /** It may leave the tenant with other secrets, however it ends. No circumstance tells of those. */
  readonly changesSecrets: boolean;
  readonly words: {
    /** As a heading: "Start". */
    readonly title: string;
    /** While it is under way: "Starting". */
    readonly running: string;
    /** When it did not succeed: "Gateway didn't start". */
    readonly failed: string;
    /** In the activity, before the tenant's name: "asked to start the Gateway of". */
    readonly asked: string;
    /** In the activity, before "of Acme is done": "start". */
    readonly noun: string;
    /** When it makes no sense in the phase that is shown: "The Gateway can't be started now". */
    readonly impossible: string;
    /** What to do then. */
    readonly nextStep: string;
  };
};
