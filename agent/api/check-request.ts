import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { findUnsound } from "#lib/domain/text/find-unsound.ts";
import { type Verb, verbs } from "#lib/host-agent/contract/verbs.ts";
import { installationHeader, maxRequestBytes, protocolVersion } from "#lib/host-agent/contract/wire.ts";

export type Addressee = {
  readonly token: string;
  /** True for the installation that this agent is of. */
  readonly isOwn: (installationId: string) => boolean;
};

/**
 * Accepts a request or refuses it before anything of it is acted on.
 *
 * @returns the verb that the path names
 * @throws AgentFailure UNAUTHORIZED, PROTOCOL_MISMATCH, OTHER_INSTALLATION or BAD_REQUEST
 */
export function checkRequest(request: IncomingMessage, { token, isOwn }: Addressee): Verb {
  if (!isAuthorized(request.headers.authorization, token)) {
    throw new AgentFailure(
      "UNAUTHORIZED",
      "The host agent refused the dashboard's secret.",
      "Restart Bulkhead with npm start, so that both read the same secret.",
    );
  }
  if (request.headers["x-bulkhead-protocol"] !== String(protocolVersion)) {
    throw new AgentFailure(
      "PROTOCOL_MISMATCH",
      `The host agent speaks protocol ${protocolVersion}, the caller another one.`,
      "Restart Bulkhead, so that dashboard and agent are of the same version.",
    );
  }
  const verb = /^\/v1\/([a-z.-]{1,40})$/.exec(request.url ?? "")?.[1];
  if (request.method !== "POST" || verb === undefined || !isVerb(verb)) {
    throw badRequest("The host agent has no such verb.");
  }
  refuseOthers(request, verb, isOwn);
  const { "content-type": type, "content-encoding": encoding } = request.headers;
  const isJson = type === undefined || /^application\/json\s{0,8}(?:;|$)/i.test(type);
  if (!isJson || encoding !== undefined) throw badRequest("The request is not plain JSON.");
  return verb;
}

/**
 * A socket outlives the state behind it: after a loss another agent sits there,
 * and what was meant for the one before must not be done to the tenants of this one.
 */
function refuseOthers({ headers }: IncomingMessage, verb: Verb, isOwn: Addressee["isOwn"]): void {
  const meant = headers[installationHeader];
  if (meant === undefined && verb === "host.facts") return;
  if (typeof meant === "string" && isOwn(meant)) return;
  throw new AgentFailure(
    "OTHER_INSTALLATION",
    "This host agent is of another installation than the one that the call was meant for, so it did nothing.",
    "Bring the state of the agent that was here before back from a backup, or move its tenants to a host that is heard.",
  );
}

/**
 * Reads and parses a JSON body of at most `maxRequestBytes`: UTF-8, without
 * what no part of the agent can take.
 *
 * @throws AgentFailure BAD_REQUEST
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = parse(await readBody(request));
  const unsound = findUnsound(body);
  if (unsound !== null) throw badRequest(`${unsound.path || "request"}: ${unsound.problem}`);
  return body;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxRequestBytes) {
        throw badRequest(`The request is longer than ${maxRequestBytes / 1024} KiB.`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    // Whoever hung up in the middle of it hears nothing, and the log shall not call it an error of ours.
    throw error instanceof AgentFailure ? error : badRequest("The request broke off.");
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw badRequest("The request is not valid JSON.");
  }
}

export function badRequest(message: string): AgentFailure {
  return new AgentFailure(
    "BAD_REQUEST",
    message.slice(0, 1900),
    "Nothing was changed. Correct what is named and send it again.",
  );
}

function isVerb(name: string): name is Verb {
  return Object.hasOwn(verbs, name);
}

/** Digests have one length, so the comparison takes the same time whatever was sent. */
function isAuthorized(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(header ?? ""), digest(`Bearer ${token}`));
}
