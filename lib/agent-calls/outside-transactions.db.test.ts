import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { agentOf } from "./agent-of.ts";
import { askAgent } from "./host-agent.ts";

it("refuses to call a host from within a transaction, whoever opened the agent and when", async () => {
  const { id } = await buildHost();
  const opened = await agentOf(id);
  for (const ask of [() => askAgent(id, "host.facts", {}), () => opened.call("host.facts", {})]) {
    const asked = db.$transaction(async (tx) => {
      await tx.host.count();
      return ask();
    });
    await expect(asked).rejects.toThrow("within a transaction");
  }
});

it("lets through what is called before and after, and what a transaction left running", async () => {
  const { id } = await buildHost();
  const left = await db.$transaction(async (tx) => {
    await tx.host.count();
    return { later: nextTurn().then(() => askAgent(id, "host.facts", {})) };
  });
  // Nobody listens in this test: what is refused here is refused by the socket.
  await expect(left.later).rejects.toMatchObject({ code: "AGENT_UNREACHABLE" });
  await expect(askAgent(id, "host.facts", {})).rejects.toMatchObject({ code: "AGENT_UNREACHABLE" });
});
