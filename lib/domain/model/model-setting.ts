import { z } from "zod";

/** How a provider is spoken to, by OpenClaw's own names. */
export const modelApis = [
  "openai-completions",
  "openai-responses",
  "anthropic-messages",
  "google-generative-ai",
] as const;
export type ModelApi = (typeof modelApis)[number];

/** A provider as OpenClaw's configuration knows it. */
export const providerIdSchema = z
  .string()
  .max(32, "Use at most 32 characters.")
  .regex(/^[a-z][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens; begin with a letter.");

const modelIdSchema = z
  .string()
  .trim()
  .min(1, "Name the model.")
  .max(128)
  .regex(/^[A-Za-z0-9][\w.:@/-]*$/, "Use the provider's own id of the model, without spaces.");

/** An address that people may enter: HTTPS, or plain HTTP on this host itself. */
export const baseUrlSchema = z
  .url("Use an address such as https://api.example.com/v1.")
  .max(300)
  .refine(isAllowedAddress, "Use https; plain http is for this host itself only.")
  .refine(hasNoSecret, "Leave user names, passwords, queries and fragments out of the address.");

/** One provider of models, without its key: that lies in the tenant's secrets file. */
export const modelSettingSchema = z.strictObject({
  provider: providerIdSchema,
  api: z.enum(modelApis),
  /** The provider's own when left out. */
  baseUrl: baseUrlSchema.optional(),
  models: z.array(modelIdSchema).min(1, "Name at least one model.").max(40),
  /** Whether its first model is the one that the tenant's agent uses. */
  isDefault: z.boolean().default(false),
  /** False for a provider that asks for no key, such as one on this host. */
  hasKey: z.boolean().default(true),
});
export type ModelSetting = z.infer<typeof modelSettingSchema>;

/** Every provider of a tenant, each once. */
export const modelSettingsSchema = z
  .array(modelSettingSchema)
  .max(20)
  .refine((settings) => new Set(settings.map(({ provider }) => provider)).size === settings.length, {
    message: "A provider is named twice.",
  })
  .refine((settings) => settings.filter(({ isDefault }) => isDefault).length <= 1, {
    message: "Only one provider can be the default.",
  });

function isAllowedAddress(text: string): boolean {
  const url = parse(text);
  if (url === null) return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
}

function hasNoSecret(text: string): boolean {
  const url = parse(text);
  return url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
