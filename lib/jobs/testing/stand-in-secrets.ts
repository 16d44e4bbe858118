import type { Handlers } from "#agent/api/handlers.ts";
import { traceOf } from "#agent/secrets/trace.ts";

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
    "secrets.set": async ({ slug, name, value }) => {
      stored.set(place(slug, name), value.trim());
      return { ...traceOf(context, value), reload: { state: "stopped" } };
    },
    "secrets.revoke": async ({ slug, names }) => {
      const wasThere = names.map((name) => stored.delete(place(slug, name))).some(Boolean);
      return { wasThere, isGone: true, searchedFiles: 12, foundIn: [], reload: { state: "stopped" } };
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
    "gateway-token.rotate": async ({ slug }) => ({
      ...traceOf(context, `new token of ${slug}`),
      running: null,
      removedDevices: 0,
    }),
  };
  return { handlers, stored, asked, fingerprint: (value: string) => traceOf(context, value).fingerprint };
}
