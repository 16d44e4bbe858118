import { describe, expect, it } from "vitest";
import type { GatewaySocket, Reply } from "../../staged/gateway-socket.ts";
import { tryAgentTurn } from "./agent-turn.ts";
import { digest } from "./finding.ts";
import { gatewayBehind } from "./own-gateway.ts";

/** A Gateway that answers each method so, and all others with nothing. */
const answering = (replies: Readonly<Record<string, Reply>>): GatewaySocket => ({
  hello: { ok: true },
  call: (method) => Promise.resolve(replies[method] ?? { ok: true, payload: {} }),
  close: () => undefined,
});
const told = (payload: unknown): Reply => ({ ok: true, payload });
const failed = (message: string): Reply => ({ ok: false, error: { message } });

describe("the sessions that a Gateway serves", () => {
  const sessionsOf = (reply: Reply) => gatewayBehind(answering({ "sessions.list": reply })).sessions();

  it("are known by their ids alone", async () => {
    const sessions = [{ sessionId: "one" }, { title: "without" }, { sessionId: "two" }];
    expect(await sessionsOf(told({ sessions }))).toEqual([digest("one"), digest("two")]);
    expect(await sessionsOf(told({ sessions: [] }))).toEqual([]);
  });

  it.each([
    ["it did not answer", failed("ETIMEDOUT")],
    ["it told of none, not even an empty list", told({})],
  ])("are not known where %s", async (_, reply) => {
    expect(await sessionsOf(reply)).toBeNull();
  });
});

describe("a directory that a Gateway is asked to list", () => {
  it.each<[what: string, reply: Reply, outcome: string]>([
    ["is open where it lists it", told({ entries: [] }), "reached"],
    ["is closed where the kernel says so", failed("EACCES: permission denied, scandir '/x'"), "refused"],
    ["is closed where for it there is none", failed("Directory not found"), "refused"],
    [
      "is not measured where it knows no such question",
      failed("Unknown method fs.listDir: not found"),
      "unmeasured",
    ],
    ["is not measured where it says anything else", failed("internal error"), "unmeasured"],
    [
      "is not measured where the connection broke",
      { ok: false, error: { code: "ECONNRESET" } },
      "unmeasured",
    ],
  ])("%s", async (_, reply, outcome) => {
    const own = gatewayBehind(answering({ "fs.listDir": reply }));
    expect(await own.list("/x")).toMatchObject({ outcome });
  });
});

describe("a canary that an assistant is sent for", () => {
  const canary = "ab".repeat(32);
  const turn = (history: unknown, others: Readonly<Record<string, Reply>> = {}) =>
    tryAgentTurn(
      answering({
        "sessions.create": told({ key: "k" }),
        "chat.send": told({ runId: "r" }),
        "chat.history": told(history),
        ...others,
      }),
      "/their/canary",
    );
  const toolSaid = (text: string) => ({ messages: [{ role: "toolResult", content: text }] });

  it.each<[what: string, finding: Promise<object>, expected: object]>([
    ["is reached where a tool brought it back", turn(toolSaid(canary)), { proof: digest(canary) }],
    ["is closed where its tools brought nothing", turn(toolSaid("EACCES")), { outcome: "refused" }],
    ["is not measured where it called no tool", turn({ messages: [] }), { outcome: "unmeasured" }],
    [
      "is not measured where it was not asked",
      turn(toolSaid("EACCES"), { "chat.send": failed("busy") }),
      { outcome: "unmeasured" },
    ],
    [
      "is not measured where it began no conversation",
      turn(toolSaid("EACCES"), { "sessions.create": failed("busy") }),
      { outcome: "unmeasured" },
    ],
    [
      "is not measured where nothing is known of what it did",
      turn(null, { "chat.history": failed("ETIMEDOUT") }),
      { outcome: "unmeasured" },
    ],
  ])("%s", async (_, finding, expected) => {
    expect(await finding).toMatchObject(expected);
  });
});
