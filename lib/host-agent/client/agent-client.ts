import http from "node:http";
import { anySignal } from "#lib/abort/any-signal.ts";
import type { Step } from "#lib/host-agent/contract/step.ts";
import {
  type Verb,
  type VerbRequest,
  type VerbResult,
  type VerbsOfKind,
  verbs,
} from "#lib/host-agent/contract/verbs.ts";
import {
  eventLineSchema,
  installationHeader,
  outcomeSchema,
  protocolVersion,
  stepLineSchema,
} from "#lib/host-agent/contract/wire.ts";
import { AgentCallError, AgentUnreachable } from "./agent-call-error.ts";
import { readLines } from "./read-lines.ts";

/** How long a verb may take when the caller gives no time of its own. */
const defaultTimeoutMs = { unary: 15_000, steps: 10 * 60_000 } as const;
/** Verbs that run programs inside a boundary, or look at every tenant. */
const slowTimeoutMs: Partial<Record<Verb, number>> = { audit: 150_000, evidence: 90_000 };
/** A stream beats every 5 s; silence for longer means that the other side is gone. */
const defaultSilenceMs = 20_000;

export type AgentClientOptions = {
  readonly socketPath: string;
  readonly token: string;
  /** Whose agent is meant; any other refuses. Null for somebody who asks `host.facts` to learn whose it is. */
  readonly installationId: string | null;
};
export type CallOptions = { readonly signal?: AbortSignal; readonly timeoutMs?: number };

/**
 * Speaks the contract with one host's agent. Every method ends: with a result,
 * with AgentCallError when the agent refused or failed, with AgentUnreachable
 * when there was no answer. A verb with steps goes on in the agent when the
 * connection drops: call it again with the same arguments.
 */
export type AgentClient = {
  call<V extends VerbsOfKind<"unary">>(
    verb: V,
    request: VerbRequest<V>,
    options?: CallOptions,
  ): Promise<VerbResult<V>>;
  steps<V extends VerbsOfKind<"steps">>(
    verb: V,
    request: VerbRequest<V>,
    onStep: (step: Step) => void,
    options?: CallOptions,
  ): Promise<VerbResult<V>>;
  /**
   * Resolves when `signal` aborts. `timeoutMs` limits the silence between two
   * events. The next one waits for what `onEvent` promises, and so, after a
   * while, does the agent: nothing heaps up before a slow reader.
   */
  stream<V extends VerbsOfKind<"stream">>(
    verb: V,
    request: VerbRequest<V>,
    onEvent: (event: VerbResult<V>) => void | Promise<void>,
    options: CallOptions & { readonly signal: AbortSignal },
  ): Promise<void>;
};

export function createAgentClient(client: AgentClientOptions): AgentClient {
  return {
    async call(verb, request, options = {}) {
      const timeout = AbortSignal.timeout(options.timeoutMs ?? slowTimeoutMs[verb] ?? defaultTimeoutMs.unary);
      const lines = send(client, verb, request, anyOf(timeout, options.signal));
      for await (const line of lines) return resultOf(verb, line);
      throw new AgentUnreachable("The host agent closed the connection without an answer.");
    },
    async steps(verb, request, onStep, options = {}) {
      const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs.steps);
      for await (const line of send(client, verb, request, anyOf(timeout, options.signal))) {
        const step = stepLineSchema.safeParse(line);
        if (!step.success) return resultOf(verb, line);
        onStep(step.data.step);
      }
      throw new AgentUnreachable("The connection to the host agent broke before the work was finished.");
    },
    async stream(verb, request, onEvent, options) {
      const silence = new AbortController();
      const timer = setTimeout(
        () => silence.abort(new DOMException("silent for too long", "TimeoutError")),
        options.timeoutMs ?? defaultSilenceMs,
      );
      try {
        for await (const line of send(client, verb, request, anyOf(silence.signal, options.signal))) {
          timer.refresh();
          const event = eventLineSchema.safeParse(line);
          if (!event.success) {
            resultOf(verb, line);
            return;
          }
          await onEvent(parseResult(verb, event.data.event));
          timer.refresh();
        }
      } catch (error) {
        if (options.signal.aborted) return;
        throw error;
      } finally {
        clearTimeout(timer);
      }
      if (!options.signal.aborted) throw new AgentUnreachable("The host agent ended the stream.");
    },
  };
}

async function* send(
  client: AgentClientOptions,
  verb: Verb,
  body: unknown,
  signal: AbortSignal,
): AsyncGenerator<unknown> {
  try {
    const response = await post(client, verb, JSON.stringify(body), signal);
    yield* readLines(response);
  } catch (error) {
    throw AgentUnreachable.from(error, signal);
  }
}

function post(
  client: AgentClientOptions,
  verb: Verb,
  body: string,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      socketPath: client.socketPath,
      method: "POST",
      path: `/v1/${verb}`,
      signal,
      agent: false,
      headers: {
        authorization: `Bearer ${client.token}`,
        "x-bulkhead-protocol": String(protocolVersion),
        ...(client.installationId !== null && { [installationHeader]: client.installationId }),
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      },
    });
    request.once("response", resolve);
    request.once("error", reject);
    request.end(body);
  });
}

function resultOf<V extends Verb>(verb: V, line: unknown): VerbResult<V> {
  const outcome = outcomeSchema.safeParse(line);
  if (!outcome.success) throw new AgentUnreachable("The host agent answered with something unreadable.");
  if (!outcome.data.ok) throw new AgentCallError(outcome.data.error);
  return parseResult(verb, outcome.data.result);
}

function parseResult<V extends Verb>(verb: V, value: unknown): VerbResult<V> {
  const parsed = verbs[verb].result.safeParse(value);
  if (!parsed.success) {
    throw new AgentUnreachable(`The host agent's answer to ${verb} doesn't fit this version of Bulkhead.`);
  }
  // The schema was looked up by the verb, so what it accepts is that verb's result.
  return parsed.data as VerbResult<V>;
}

function anyOf(a: AbortSignal, b: AbortSignal | undefined): AbortSignal {
  return b ? anySignal([a, b]) : a;
}
