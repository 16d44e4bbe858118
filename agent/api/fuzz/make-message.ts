import { type Verb, verbs } from "#lib/host-agent/contract/verbs.ts";
import { installationHeader, protocolVersion } from "#lib/host-agent/contract/wire.ts";
import { deepMark, mutateValue } from "./mutate-value.ts";
import type { Random } from "./random.ts";
import { type Hints, validValue } from "./valid-value.ts";

/** Bytes for the socket; `hangUp` when the sender goes before it has an answer. */
export type Message = {
  readonly verb: Verb;
  readonly kind: "valid" | "mutated" | "wire";
  readonly bytes: Buffer;
  readonly hangUp: boolean;
};

/** What a caller must know of the agent that is meant. */
export type Known = { readonly token: string; readonly installationId: string };

const names = Object.keys(verbs) as [Verb, ...Verb[]];
const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
/** These look at or try the whole host, and a request without fields is a valid one: nearly always it gets one too many. */
const wholeHost: readonly Verb[] = ["evidence", "probes", "self-test"];

/** One message, well-formed or not, for a host with these tenants. */
export function makeMessage(known: Known, hintsFor: (verb: Verb) => Hints, random: Random): Message {
  const verb = random.pick(names);
  const valid = validValue(verbs[verb].request, hintsFor(verb), random);
  const body = wholeHost.includes(verb) ? { ...Object(valid), unknown: 1 } : valid;
  const kind = random.pick<Message["kind"]>(["valid", "mutated", "mutated", "mutated", "wire"]);
  const value = kind === "mutated" ? mutateValue(body, random) : body;
  const text = JSON.stringify(value).replaceAll(JSON.stringify(deepMark), deep);
  const request = frame(verb, known, Buffer.from(text));
  const bytes = kind === "wire" ? mutateBytes(request, random) : request;
  return { verb, kind, bytes, hangUp: kind === "wire" && random.chance(0.3) };
}

function frame(verb: string, { token, installationId }: Known, body: Buffer): Buffer {
  const head = [
    `POST /v1/${verb} HTTP/1.1`,
    "host: agent",
    `authorization: Bearer ${token}`,
    `x-bulkhead-protocol: ${protocolVersion}`,
    `${installationHeader}: ${installationId}`,
    "content-type: application/json",
    `content-length: ${body.length}`,
    "connection: close",
    "\r\n",
  ];
  return Buffer.concat([Buffer.from(head.join("\r\n")), body]);
}

const headers = [
  "content-length: 0",
  "content-length: -1",
  "content-length: 99999999",
  "transfer-encoding: chunked",
  "transfer-encoding: gzip, chunked",
  "expect: 100-continue",
  "upgrade: websocket\r\nconnection: upgrade",
  "x-bulkhead-protocol: 1",
  `${installationHeader}: another`,
  "authorization: Bearer",
  "content-type: text/html",
  "content-encoding: gzip",
  `x-long: ${"a".repeat(9000)}`,
  "x: \u0001\u0002",
  "\0: 1",
  " folded: 1",
] as const;
const lines = [
  "GET",
  "PUT",
  "CONNECT",
  "TRACE",
  "OPTIONS",
  "PRI * HTTP/2.0\r\n\r\nSM",
  "X".repeat(300),
  "",
] as const;
const paths = [
  "/v1/%00",
  "/v1/%ff",
  "/v1/../plan",
  "//",
  "*",
  "http://x/v1/status",
  "/v1/status#x",
  `/v1/${"a".repeat(9000)}`,
] as const;

function mutateBytes(request: Buffer, random: Random): Buffer {
  const text = request.toString("latin1");
  const bytes = (changed: string) => Buffer.from(changed, "latin1");
  switch (random.below(9)) {
    case 0:
      return request.subarray(0, random.below(request.length));
    case 1:
      return bytes(text.replace("POST", random.pick([...lines])));
    case 2:
      return bytes(text.replace(/\/v1\/\S+/, random.pick([...paths])));
    case 3:
      return bytes(text.replace("\r\nhost: agent", `\r\nhost: agent\r\n${random.pick([...headers])}`));
    case 4:
      return bytes(
        text.replace(
          /content-length: \d+/,
          random.pick([
            "content-length: 1",
            "content-length: 70000",
            "content-length: 1\r\ncontent-length: 2",
            "transfer-encoding: chunked",
          ]),
        ),
      );
    case 5:
      return bytes(text.repeat(2 + random.below(20)));
    case 6:
      return Buffer.from(Array.from({ length: 1 + random.below(400) }, () => random.below(256)));
    case 7:
      return bytes(text.replace(/Bearer \S+/, "x".repeat(random.below(500))));
    default: {
      const changed = Buffer.from(request);
      for (let count = 1 + random.below(8); count > 0; count -= 1) {
        changed[random.below(changed.length)] = random.below(256);
      }
      return changed;
    }
  }
}
