import { rename } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { env } from "#lib/env/env.ts";

/**
 * What becomes of a connection to the agent: it goes through · its request
 * never arrives · its answer is lost.
 */
export type Wire = "whole" | "loses-requests" | "loses-answers";

/**
 * A stand-in for a connection that breaks where a test wants it to, between
 * the web and the agent that listens already.
 */
export async function layLossyWire() {
  const { agentSocket } = env();
  const behind = `${agentSocket}.behind`;
  // A socket keeps listening under another name.
  await rename(agentSocket, behind);
  let wire: Wire = "whole";
  /** By the verb that it asks for; others go through. */
  let verb = "";
  const server = createServer((web) => {
    web.on("error", () => undefined);
    web.once("data", (request) => {
      const isMeant = request.toString("latin1").startsWith(`POST /v1/${verb} `);
      const fate = isMeant ? wire : "whole";
      if (fate === "loses-requests") web.destroy();
      else pass(web, connect(behind), request, fate === "loses-answers");
    });
  });
  await new Promise<void>((resolve) => server.listen(agentSocket, resolve));
  return {
    set: (next: Wire, forVerb: string) => {
      wire = next;
      verb = forVerb;
    },
    /** The agent is reached directly again. */
    async remove() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rename(behind, agentSocket);
    },
  };
}

function pass(web: Socket, agent: Socket, request: Buffer, isAnswerLost: boolean): void {
  agent.on("error", () => web.destroy());
  web.on("close", () => agent.destroy());
  agent.on("close", () => web.destroy());
  agent.write(request);
  web.on("data", (more) => agent.write(more));
  agent.on("data", (answer) => {
    if (isAnswerLost) web.destroy();
    else web.write(answer);
  });
}
