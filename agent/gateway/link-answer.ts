import { z } from "zod";
import type { Link } from "#lib/host-agent/contract/secrets.ts";

const answerSchema = z.object({
  qrDataUrl: z.string().nullish(),
  sessionKey: z.string().nullish(),
  connected: z.boolean().nullish(),
  message: z.string().nullish(),
});

type Asked = {
  /** False for the call that begins it. */
  readonly isBegun: boolean;
  /** True when the answer came long before the wait was to end. */
  readonly isEarly: boolean;
  readonly sessionKey: string | null;
  readonly hostCommand: string;
};

/** What the Gateway's answer means for the person who holds the phone. */
export function readLinkAnswer(body: unknown, { isBegun, isEarly, sessionKey, hostCommand }: Asked): Link {
  const answer = answerSchema.parse(body);
  const qrDataUrl = answer.qrDataUrl?.startsWith("data:image/") ? answer.qrDataUrl : null;
  const message = (answer.message ?? "").slice(0, 500);
  const isOver = qrDataUrl === null && (!isBegun || isEarly);
  const state = answer.connected ? "linked" : isOver ? "failed" : "waiting";
  return {
    state,
    qrDataUrl,
    sessionKey: answer.sessionKey ?? sessionKey,
    message,
    nextStep: state === "failed" ? nextStepOf(message) : null,
    hostCommand: state === "failed" ? hostCommand : null,
  };
}

/** The Gateway refused the call itself, or could not be asked. */
export function refusedLink(message: string, hostCommand: string): Link {
  const isUnsupported = /unknown method|not support|no .*provider/i.test(message);
  return {
    state: isUnsupported ? "unsupported" : "failed",
    qrDataUrl: null,
    sessionKey: null,
    message,
    nextStep: isUnsupported ? "Link it in a terminal of the host." : nextStepOf(message),
    hostCommand,
  };
}

function nextStepOf(message: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(message)) {
    return "The Gateway can't look the provider's address up. Give this host a way to the internet, then try again.";
  }
  if (/ECONNREFUSED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|timed? ?out/i.test(message)) {
    return "The Gateway can't reach the provider. Let this host out to it on port 443, then try again.";
  }
  if (/expired/i.test(message)) return "Try again for a new code, and scan it within a minute.";
  return "Try again. If it goes on, look at the Gateway's log.";
}
