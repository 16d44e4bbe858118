import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import type { Host } from "#lib/db/generated/client.ts";
import type { HostConnection } from "#lib/domain/host/host-connection.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import { type Verb, verbs } from "#lib/host-agent/contract/verbs.ts";
import { buildHost, buildHostFacts } from "#prisma/builders/build-host.ts";
import { unique } from "#prisma/builders/unique.ts";
import { startStandInAgent } from "./stand-in-agent.ts";

export type StandInHost = {
  readonly host: Host;
  readonly facts: HostFacts;
  readonly connection: HostConnection;
  /** What its agent was asked, in order. */
  readonly asked: Verb[];
  /** Ends its agent and leaves its socket's directory and secret. */
  readonly stop: () => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** A host with an agent of its own: its own socket, its own secret, its own installation, and its row. */
export async function startStandInHost(handlers: Partial<Handlers>): Promise<StandInHost> {
  const directory = await mkdtemp(path.join(tmpdir(), "bulkhead-host-"));
  const tokenFile = path.join(directory, "token");
  await writeFile(tokenFile, randomBytes(32).toString("base64url"), { mode: 0o600 });
  const connection = {
    kind: "local-socket",
    socketPath: path.join(directory, "agent.sock"),
    tokenFile,
  } as const;
  const facts = buildHostFacts({ hostname: unique("host") });
  const { installationId, hostname: name } = facts;
  const host = await buildHost({ installationId, name, facts, connection });
  const asked: Verb[] = [];
  const recorded = recording({ "host.facts": async () => facts, ...handlers }, asked);
  const agent = await startStandInAgent(recorded, { installationId, connection });
  return {
    host,
    facts,
    connection,
    asked,
    stop: () => agent.close(),
    dispose: async () => {
      await agent.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** The same handlers, with each verb noted as it comes in, one that nobody gave a handler for too. */
function recording(handlers: Partial<Handlers>, asked: Verb[]): Partial<Handlers> {
  const noted = (Object.keys(verbs) as Verb[]).map((verb) => {
    const handler: unknown = handlers[verb];
    const note = async (...call: unknown[]) => {
      asked.push(verb);
      if (typeof handler === "function") return handler(...call);
      throw new AgentFailure("NOT_FOUND", `No ${verb} in this test.`, "Add it.");
    };
    return [verb, note] as const;
  });
  // Each verb has the handler that it had.
  return Object.fromEntries(noted) as Partial<Handlers>;
}
