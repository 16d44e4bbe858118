import { createChangeGate } from "#agent/api/change-gate.ts";
import { createTenantLock } from "#agent/registry/tenant-lock.ts";
import { traceOf } from "#agent/secrets-store/trace.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { gatewayTokenName } from "#lib/domain/credential/secret-name.ts";

/** A value that OpenClaw refuses on this host. */
const refusedSetting = "refused-by-openclaw";
const complaint = {
  path: "channels.telegram.accounts.default.webhookUrl",
  message: 'invalid config: must match format "uri"',
};

/** The part of a host that keeps secrets, in memory: for what must not depend on a real host's disk. */
export function standInSecrets(known: Readonly<Record<string, string>> = {}) {
  const context = { fingerprintKey: Buffer.alloc(32, 7) };
  const stored = new Map<string, string>();
  const changes = createChangeGate({ secrets: createTenantLock(), configuration: createTenantLock() });
  let rotations = 0;
  /** Every secret that a provider was asked about. */
  const asked: string[] = [];
  const place = (slug: string, name: string) => `${slug}${name}`;
  const handlers: Partial<Handlers> = {
    "config.check": async ({ channels }) => ({
      issues: JSON.stringify(channels).includes(refusedSetting) ? [complaint] : [],
    }),
    "secrets.check": async ({ value }) => traceOf(context, value),
    "secrets.list": async ({ slug }) => ({
      secrets: [...stored]
        .filter(([name]) => name.startsWith(`${slug}/`))
        .map(([name, value]) => ({ name: name.slice(slug.length), ...traceOf(context, value) })),
    }),
    "secrets.set": ({ slug, changeId, name, value }) =>
      changes.run("secrets", { slug, changeId }, async () => {
        stored.set(place(slug, name), value.trim());
        return { ...traceOf(context, value), reload: { state: "stopped" } };
      }),
    "secrets.revoke": ({ slug, changeId, names }) =>
      changes.run("secrets", { slug, changeId }, async () => {
        const wasThere = names.map((name) => stored.delete(place(slug, name))).some(Boolean);
        const searchedFiles = wasThere ? 12 : null;
        return { wasThere, isGone: true, searchedFiles, foundIn: [], reload: { state: "stopped" } };
      }),
    "change.close": async ({ of, ...change }) => {
      await changes.close(of, change);
      return {};
    },
    "channel.identify": async ({ secrets }) => {
      asked.push(...Object.values(secrets));
      const name = Object.values(secrets)
        .map((value) => known[value])
        .find(Boolean);
      if (name === undefined) return { state: "not-verified", reason: "No network in this test." };
      if (name === "refused") return { state: "refused", reason: "Telegram refuses it: Unauthorized." };
      return { state: "identified", name, id: "4711" };
    },
    "model.check": async ({ apiKey = "" }) => {
      asked.push(apiKey);
      if (known[apiKey] === "refused")
        return { state: "refused", reason: "The provider refuses the key (401)." };
      return { state: "accepted", models: ["gpt-5.5"] };
    },
    "gateway-token.rotate": ({ slug, changeId }) =>
      changes.run("secrets", { slug, changeId }, async () => {
        rotations += 1;
        const token = `token ${rotations} of ${slug}`;
        stored.set(place(slug, gatewayTokenName), token);
        return { ...traceOf(context, token), running: null, removedDevices: 0 };
      }),
  };
  return {
    ...{ handlers, stored, asked, changes },
    fingerprint: (value: string) => traceOf(context, value).fingerprint,
  };
}
