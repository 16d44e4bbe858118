import type { z } from "zod";
import type { Step } from "#lib/host-agent/contract/step.ts";
import type { Verb, VerbResult, VerbsOfKind, verbs } from "#lib/host-agent/contract/verbs.ts";

/** A request after the contract's schema accepted it. */
export type ParsedRequest<V extends Verb> = z.output<(typeof verbs)[V]["request"]>;

export type EmitStep = (step: Step) => void;

/** Only looks; `signal` aborts when either side hangs up. */
export type UnaryHandler<V extends VerbsOfKind<"unary">> = (
  request: ParsedRequest<V>,
  signal: AbortSignal,
) => Promise<VerbResult<V>>;

/**
 * `signal` aborts only when the agent shuts down: work that began goes on to
 * its end when the caller hangs up. `emit` never throws.
 */
export type StepsHandler<V extends VerbsOfKind<"steps">> = (
  request: ParsedRequest<V>,
  emit: EmitStep,
  signal: AbortSignal,
) => Promise<VerbResult<V>>;

/**
 * Runs until `signal` aborts, which is when either side hangs up, or until it
 * has nothing more to tell. A handler that tells much awaits `emit`, which
 * resolves when the reader has room again; one that doesn't loses a slow reader.
 */
export type StreamHandler<V extends VerbsOfKind<"stream">> = (
  request: ParsedRequest<V>,
  emit: (event: VerbResult<V>) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;

/** One handler a verb. A handler throws AgentFailure to refuse; anything else becomes INTERNAL. */
export type Handlers = { [V in VerbsOfKind<"unary">]: UnaryHandler<V> } & {
  [V in VerbsOfKind<"steps">]: StepsHandler<V>;
} & { [V in VerbsOfKind<"stream">]: StreamHandler<V> };
