import { z } from "zod";
import { channelKindSchema, channelLabels, findUnavailability, hasAccounts } from "./channel-kind.ts";
import { isSecretOf, settingFormOf } from "./setting-form.ts";

/** Who may write to the bot directly. `open` is everybody who finds it. */
export const dmPolicies = ["pairing", "allowlist", "open", "disabled"] as const;
export const groupPolicies = ["allowlist", "open", "disabled"] as const;
export type DmPolicy = (typeof dmPolicies)[number];
export type GroupPolicy = (typeof groupPolicies)[number];

/** An account of a channel, by the name that OpenClaw knows it under. */
export const accountIdSchema = z
  .string()
  .max(32, "Use at most 32 characters.")
  .regex(/^[a-z][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens; begin with a letter.");

/** A key of the channel's configuration, such as "botToken". Never a path: it names one property. */
export const settingKeySchema = z
  .string()
  .max(64)
  .regex(/^[a-z][A-Za-z0-9]*$/, "Use a property name such as botToken.")
  .refine((key) => !["constructor", "prototype"].includes(key), "This name can't be used.");

/** The same, or a property of one: "transport.url". */
const optionKeySchema = z
  .string()
  .max(64)
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/, "Use a property name such as replyToMode.")
  .refine((key) => key.split(".").every((part) => settingKeySchema.safeParse(part).success), {
    message: "This name can't be used.",
  });

const peerSchema = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .regex(/^[^\s"'`$\\]+$/, "Use an id without spaces.");

/** One identity on one channel, without its secrets: those are named here and lie in the tenant's secrets file. */
export const channelSettingSchema = z
  .strictObject({
    kind: channelKindSchema,
    accountId: accountIdSchema.default("default"),
    dmPolicy: z.enum(dmPolicies).default("pairing"),
    /** Ids of people, as the channel knows them. */
    allowFrom: z.array(peerSchema).max(200).default([]),
    groupPolicy: z.enum(groupPolicies).default("allowlist"),
    /** What else the channel's configuration needs and isn't secret, such as `homeserver`. */
    options: z.record(optionKeySchema, z.string().min(1).max(500)).default({}),
    /** Properties whose values are secrets. */
    secrets: z.array(settingKeySchema).max(8).default([]),
  })
  .refine(({ dmPolicy, allowFrom }) => dmPolicy !== "allowlist" || allowFrom.length > 0, {
    path: ["allowFrom"],
    message: "Name at least one person, or choose another policy.",
  })
  .check(({ value: { kind, options, secrets }, issues }) => {
    const refuse = (part: string, key: string, what: string) =>
      issues.push({
        code: "custom",
        path: [part, key],
        message: `${channelLabels[kind]} has no ${what} “${key}” that can be set here.`,
        input: key,
      });
    for (const key of Object.keys(options)) {
      if (settingFormOf(kind, key) === null) refuse("options", key, "setting");
    }
    for (const key of secrets) if (!isSecretOf(kind, key)) refuse("secrets", key, "secret");
  })
  .refine(({ kind }) => findUnavailability(kind) === null, {
    path: ["kind"],
    message: "This channel can't be given to a tenant from here.",
  })
  .refine(({ kind, accountId }) => hasAccounts(kind) || accountId === "default", {
    path: ["accountId"],
    message: "This channel has one account only; leave it at default.",
  });
export type ChannelSetting = z.infer<typeof channelSettingSchema>;

/** Every channel of a tenant, each account once. */
export const channelSettingsSchema = z
  .array(channelSettingSchema)
  .max(40)
  .refine((settings) => new Set(settings.map(channelKey)).size === settings.length, {
    message: "An account is named twice.",
  });

/** Names one account among all of a tenant's: "telegram/default". */
export function channelKey({ kind, accountId }: Pick<ChannelSetting, "kind" | "accountId">): string {
  return `${kind}/${accountId}`;
}
