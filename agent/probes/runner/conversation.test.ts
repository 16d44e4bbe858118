import { expect, it } from "vitest";
import type { GatewaySocket, Reply } from "../../staged/gateway-socket.ts";
import { readConversation } from "./conversation.ts";
import { digest } from "./finding.ts";

const canary = "ab".repeat(32);
const failed = (code?: string): Reply => ({ ok: false, error: code === undefined ? {} : { code } });
const told = (payload: unknown): Reply => ({ ok: true, payload });

/** A Gateway that answers everything alike. */
const answering = (reply: Reply): GatewaySocket => ({
  hello: { ok: true },
  call: () => Promise.resolve(reply),
  close: () => undefined,
});

it.each<[what: string, reply: Reply, finding: object]>([
  [
    "is open where it tells a canary",
    told({ messages: [{ text: canary }] }),
    { outcome: "reached", proof: digest(canary) },
  ],
  ["is not there where it tells none", told({ messages: [] }), { outcome: "refused", code: "absent" }],
  ["is not there where it tells more than one is long", told({ hash: `${canary}0` }), { outcome: "refused" }],
  ["is closed where it says so", failed("NOT_FOUND"), { outcome: "refused", code: "gateway" }],
  ["is closed where it says no without a code", failed(), { outcome: "refused", code: "gateway" }],
  ["is not measured where it is not ready", failed("UNAVAILABLE"), { outcome: "unmeasured" }],
  ["is not measured where it says nothing in time", failed("ETIMEDOUT"), { outcome: "unmeasured" }],
  ["is not measured where the connection broke", failed("ECONNRESET"), { outcome: "unmeasured" }],
])("a conversation at a Gateway %s", async (_, reply, finding) => {
  expect(await readConversation(answering(reply), "a key")).toMatchObject(finding);
});
