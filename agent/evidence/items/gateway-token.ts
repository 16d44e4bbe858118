import { randomBytes } from "node:crypto";
import { listConfigSecrets } from "#agent/config-file/config-secrets.ts";
import type { Draft } from "#agent/evidence/sources/evidence-builder.ts";
import { authModes, knownWord } from "#agent/evidence/sources/known-word.ts";
import { addFingerprint, listSecretsOf, observeSecrets } from "#agent/evidence/sources/observe-secrets.ts";
import { effectivePort, isPortVerified } from "#agent/evidence/sources/own-listeners.ts";
import { resolveSecret } from "#agent/evidence/sources/resolve-secret.ts";
import { signInMode } from "#agent/evidence/sources/sign-in-mode.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { noteUnknownSettings } from "#agent/evidence/sources/unknown-settings.ts";
import { askWithToken } from "#agent/gateway/ask-with-token.ts";
import { answersLoopback4 } from "#agent/proc/list-listeners.ts";
import { at } from "#agent/system/json-value.ts";

/** The secret that opens the Gateway: where it lies, and that the running Gateway takes it and no other. */
export async function observeGatewayToken(draft: Draft, view: TenantView): Promise<void> {
  noteUnknownSettings(draft, view, /^gateway\.auth\./);
  const secrets = listSecretsOf(draft, view, "gateway-token");
  if (secrets === null) return;
  await observeSecrets(draft, view, secrets);
  const token = await effectiveToken(draft, view);
  if (token === null) return;
  if (view.gateway === null) {
    draft.fact("Tried on the running Gateway", "No: it is stopped");
    return;
  }
  await tryToken(draft, view, token);
}

async function effectiveToken(draft: Draft, view: TenantView): Promise<string | null> {
  const config = view.config.isReadable ? view.config.config : {};
  const mode = signInMode(config, view.surroundings.env);
  draft.fact("Kind of sign-in", knownWord(mode, authModes));
  if (mode !== "token" && mode !== "password") {
    draft.defect(
      "no-auth",
      `The Gateway's sign-in is "${knownWord(mode, authModes)}": it asks for no secret of its own.`,
      "Repair the tenant: its configuration then asks for the tenant's token.",
    );
    return null;
  }
  const variable = `OPENCLAW_GATEWAY_${mode.toUpperCase()}`;
  const fromEnv = view.surroundings.env[variable];
  if (fromEnv) {
    addFingerprint(draft, view, fromEnv, `environment: ${variable}`);
    draft.defect(
      "in-environment",
      `The Gateway's ${mode} is in its environment, which every command of the tenant's agent inherits.`,
      "Repair the tenant: the token is then kept in a file.",
    );
  }
  const setting = `gateway.auth.${mode}`;
  const written = view.config.isReadable ? view.config.written : {};
  const secret = listConfigSecrets(written).find((candidate) => candidate.setting === setting);
  // OpenClaw takes the configuration's over the variable's.
  if (secret === undefined && fromEnv) return fromEnv;
  if (secret === undefined) {
    const isSet = at(config, "gateway", "auth", mode) !== undefined;
    if (isSet) draft.unmeasured(`The setting ${setting} has a form that can't be read.`);
    else {
      draft.defect(
        "no-auth",
        `No ${mode} is configured, so the Gateway makes one up at each start.`,
        "Repair the tenant: it then gets a token of its own.",
      );
    }
    return null;
  }
  const resolved = await resolveSecret(view, secret.source);
  return resolved.status === "found" ? resolved.value : null;
}

async function tryToken(draft: Draft, view: TenantView, token: string): Promise<void> {
  const port = effectivePort(view);
  if (port === null || !isPortVerified(view, port)) {
    draft.untried(
      "The token was not tried: the Gateway's port is not held by the Gateway alone, or not yet.",
    );
    return;
  }
  const listener = view.host.listeners.find((each) => each.port === port && answersLoopback4(each));
  const inode = listener?.inode ?? 0;
  const wrong = await askWithToken(port, inode, randomBytes(32).toString("hex"));
  const right = await askWithToken(port, inode, token);
  draft.how(`requests to 127.0.0.1:${port} with a random token and with the tenant's`);
  if ("problem" in wrong || "problem" in right) {
    draft.untried("The token was not tried: the Gateway did not answer in time.");
    return;
  }
  draft.fact(
    "Random token",
    isRefusal(wrong.status) ? `Refused (${wrong.status})` : `Not refused (${wrong.status})`,
  );
  draft.fact(
    "Own token",
    isRefusal(right.status) ? `Refused (${right.status})` : `Accepted (${right.status})`,
  );
  judgeAnswers(draft, wrong.status, right.status);
}

function judgeAnswers(draft: Draft, wrong: number, right: number): void {
  if (wrong >= 500 || wrong === 429 || right >= 500 || right === 429) {
    draft.untried("The token was not proven: the Gateway is busy or still starting.");
  } else if (!isRefusal(wrong)) {
    draft.defect(
      "accepts-anything",
      "The running Gateway answers a request with a random token.",
      "Stop this Gateway and repair the tenant before it is started again.",
    );
  } else if (isRefusal(right)) {
    draft.defect(
      "differs-from-process",
      "The running Gateway refuses the token that is on disk: it runs with another one.",
      "Restart the Gateway, so that it takes the token on disk.",
    );
  }
}

function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}
