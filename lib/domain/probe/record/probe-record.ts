import type { ProbeFamily } from "./probe-family.ts";

/**
 * What has to be there before a probe can be tried between two tenants. Where
 * the host agent saw for itself that it isn't, the probe is not applicable. Where
 * nobody saw, or where it is there and can't be used, the probe is not measured.
 *
 * `scripted-model` a model that a test may use. Without one there is nothing to
 * ask: the self-test alone sets one up, and a client's own model is never asked.
 * What an assistant gets at as its user is tried without any · `source-gateway`
 * the source's Gateway answers at its port. While it is stopped nothing goes
 * through it, so there is no way to try; its start takes away what was proven ·
 * `target-gateway` the target's Gateway runs. While it is stopped there is no
 * process and nobody answers; its start does the same · `target-answers` it
 * answers at its port. One that runs and doesn't is no absence · `target-browser`
 * the target's managed browser runs. There is none where the configuration that
 * the agent wrote has it off and no browser is among the tenant's processes;
 * that its own Gateway tells of none is not enough · `harmless-tokens` wrong
 * tokens don't lock out the target's operator. That none are tried then is a
 * choice, and no absence.
 */
export type ProbeNeed =
  | "scripted-model"
  | "source-gateway"
  | "target-gateway"
  | "target-answers"
  | "target-browser"
  | "harmless-tokens";

/**
 * Who must be able to do the same, in the same run. `target` does it to itself ·
 * `own-workspace` the source gets the same way into its own workspace, and the
 * target gets at its own · `target-at-own-doors` the target gets its own file
 * and, where it runs, its own Gateway in the same way. The rest is root's: `root-at-process` does the same
 * to the target's process · `root-at-inspector` sees every port where one could
 * listen · `root-at-compile-cache` reads which one the target uses ·
 * `root-on-network` hears what is announced there · `root-in-accounts` reads
 * kernel and account files · `root-at-browsers` both Gateways' browsers have
 * told their names · `root-at-places` may use the same places ·
 * `root-in-namespace` makes one in the same way · `root-at-host` reaches the
 * same of the host itself.
 */
export type ProbeControl =
  | "target"
  | "own-workspace"
  | "target-at-own-doors"
  | "root-at-process"
  | "root-at-inspector"
  | "root-at-compile-cache"
  | "root-on-network"
  | "root-in-accounts"
  | "root-at-browsers"
  | "root-at-places"
  | "root-in-namespace"
  | "root-at-host";

/**
 * What the host agent sees for itself not to be there, at the moment at which a
 * probe would need it. `backups`, `browser-profile` and `channel-credentials`
 * the target's directory of the kind, as root looks for it · `openai-api` that
 * interface of the target's, in the configuration that the agent wrote ·
 * `container-socket` a container engine's, at the places where they lie ·
 * `compile-cache` one that the target's processes were started with ·
 * `host-address` an address of the host's beside its loopback · `dashboard` a
 * listener at its port · `metadata-service` anybody at a cloud's addresses.
 */
export type ProbeAbsence =
  | "backups"
  | "browser-profile"
  | "channel-credentials"
  | "openai-api"
  | "container-socket"
  | "compile-cache"
  | "host-address"
  | "dashboard"
  | "metadata-service";

/** What else belongs to the same question and is found in another way. Where it gets through, the attempt did. */
export type OtherHalf = "conversation-at-target" | "earlier-device" | "sudo-rules" | "scheduled-work";

/**
 * How the attempt is made. `at-target` from inside the source, once for every
 * target, itself among them · `at-host` from inside the source, once, whoever
 * the target is · `by-agent` by the host agent, from what it sees of the two ·
 * `squatting` from inside the source, which takes a port of the target. It is
 * not applicable while the target's Gateway is seen to hold the port wherever
 * somebody would look for it.
 */
type Trial =
  | { readonly tried: "at-target" | "at-host" | "by-agent" }
  | {
      readonly tried: "squatting";
      readonly takes: { readonly port: "base" | "derived"; readonly family: 4 | 6 };
    };

/**
 * Which way a leak of the self-test opens it between source and target: always,
 * or `perhaps`, where the host has what it tries.
 */
export type LeakWay = "there" | "back" | "both" | "perhaps";

/** One kind of attempt to get from one tenant at another. */
export type ProbeRecord = Trial & {
  /** Stable: it stands in the database and in reports. */
  readonly id: string;
  readonly family: ProbeFamily;
  /** What is tried: completes "tried to …". */
  readonly attempt: string;
  /** The named risk when it gets through. */
  readonly risk: string;
  /** What closes it. */
  readonly remedy: string;
  /** Looked at in this order; the first that is missing is why it wasn't tried. */
  readonly needs: readonly ProbeNeed[];
  readonly control: ProbeControl;
  /** When it can be tried, where that is not always; for people. It excuses nothing by itself. */
  readonly condition?: string;
  /** Where the host agent saw this, what could not be measured is not applicable. */
  readonly absence?: ProbeAbsence;
  /** That there is nothing is the wall here: then it is refused instead of not applicable. */
  readonly isAbsenceWall?: true;
  /** By what an answer is known to be the target's; its canary when left out. */
  readonly proof?: "browser";
  readonly otherHalf?: OtherHalf;
  /** The leaks of the self-test with which it must get through, by id. */
  readonly openedBy: Readonly<Record<string, LeakWay>>;
};
