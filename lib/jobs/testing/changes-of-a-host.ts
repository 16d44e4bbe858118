import { randomBytes } from "node:crypto";
import { db } from "#lib/db/db.ts";
import type { Actor } from "#lib/services/actor.ts";
import {
  getCredentials,
  getSecretStates,
  revokeIdentity,
  rotateCredential,
  rotateGatewayToken,
  saveModel,
} from "#lib/services/credential/index.ts";
import { adoptConfig } from "#lib/services/drift/index.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { type BuiltTenant, buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { standInConfigurations } from "./stand-in-configurations.ts";
import { standInSecrets } from "./stand-in-secrets.ts";

/** A host on which everything can be changed that is changed at once. */
export const host = standInSecrets();
export const configurations = standInConfigurations(host.changes);
export const hostHandlers = { ...host.handlers, ...configurations.handlers };

export const operator = async () => actorOf(await buildUser());
export const newKey = () => `sk-${randomBytes(24).toString("hex")}`;
const pointer = "/models/openai";
export const model = ({ slug }: BuiltTenant, apiKey: string) => ({
  slug,
  setting: { provider: "openai", api: "openai-responses" as const, models: ["gpt-5.5"], isDefault: true },
  apiKey,
});

export type Change = {
  readonly name: string;
  readonly verb: string;
  /** What has to be there before. */
  readonly arrange: (actor: Actor, tenant: BuiltTenant) => Promise<unknown>;
  readonly ask: (actor: Actor, tenant: BuiltTenant) => Promise<unknown>;
  readonly action: string;
  /** Whether the host has it, and whether the database says so. */
  readonly isOnHost: (tenant: BuiltTenant) => boolean;
  readonly isKnown: (actor: Actor, tenant: BuiltTenant) => Promise<boolean>;
};

/** The key that was last entered, by tenant. */
export const keys = new Map<string, string>();
const enter = (actor: Actor, tenant: BuiltTenant) => {
  const key = newKey();
  keys.set(tenant.slug, key);
  return saveModel(actor, model(tenant, key));
};
const enterEarlier = async (actor: Actor, tenant: BuiltTenant) => {
  await saveModel(actor, model(tenant, newKey()));
  await db.operation.updateMany({ where: { tenantId: tenant.id }, data: { status: "done" } });
};
const hasEntered = ({ slug }: BuiltTenant) => host.stored.get(`${slug}${pointer}`) === keys.get(slug);
const isEnteredKnown = async (_: Actor, tenant: BuiltTenant) => {
  const row = await db.credential.findFirst({ where: { tenantId: tenant.id, pointer } });
  return row?.fingerprint === host.fingerprint(keys.get(tenant.slug) ?? "");
};

/** Every kind of change of a host, asked for as people do. */
export const changes: readonly Change[] = [
  {
    name: "a key that is entered",
    verb: "secrets.set",
    arrange: async () => undefined,
    ask: enter,
    action: "credential.set",
    isOnHost: hasEntered,
    isKnown: async (actor, tenant) => {
      const { models } = await getCredentials(actor, tenant);
      const operations = await db.operation.count({ where: { tenantId: tenant.id, kind: "configure" } });
      return (await isEnteredKnown(actor, tenant)) && models.length === 1 && operations === 1;
    },
  },
  {
    name: "a key that is rotated",
    verb: "secrets.set",
    arrange: enterEarlier,
    ask: (actor, tenant) => {
      const value = newKey();
      keys.set(tenant.slug, value);
      return rotateCredential(actor, { slug: tenant.slug, pointer, value });
    },
    action: "credential.rotate",
    isOnHost: hasEntered,
    isKnown: isEnteredKnown,
  },
  {
    name: "an identity that is revoked",
    verb: "secrets.revoke",
    arrange: enterEarlier,
    ask: (actor, { slug }) =>
      revokeIdentity(actor, { slug, identity: { area: "model", provider: "openai" } }),
    action: "credential.revoke",
    isOnHost: ({ slug }) => !host.stored.has(`${slug}${pointer}`),
    isKnown: async (actor, tenant) => {
      const { models } = await getCredentials(actor, tenant);
      return models.length === 0 && (await db.credential.count({ where: { tenantId: tenant.id } })) === 0;
    },
  },
  {
    name: "a Gateway token that is rotated",
    verb: "gateway-token.rotate",
    arrange: async () => undefined,
    ask: (actor, { slug }) => rotateGatewayToken(actor, { slug }),
    action: "credential.rotate",
    isOnHost: ({ slug }) => host.stored.has(`${slug}/gateway/token`),
    isKnown: async (actor, { slug }) => {
      const { gatewayToken } = await getCredentials(actor, { slug });
      const { states } = await getSecretStates(actor, { slug });
      return gatewayToken !== null && states["/gateway/token"] === "there";
    },
  },
  {
    name: "an edited configuration that is adopted",
    verb: "config.adopt",
    arrange: async () => undefined,
    ask: (actor, { slug }) => adoptConfig(actor, { slug, hash: configurations.edited }),
    action: "config.adopt",
    isOnHost: ({ slug }) => configurations.isAdopted(slug),
    isKnown: async (_, { id }) =>
      (await db.activity.count({ where: { tenantId: id, action: "config.adopt" } })) === 1,
  },
];

/** Somebody who asks, and a tenant that is ready for it. */
export async function arranged({ arrange }: Change) {
  const [actor, tenant] = [await operator(), await buildTenant({ gateway: { observedPhase: "stopped" } })];
  await arrange(actor, tenant);
  const before = await db.activity.count({ where: { tenantId: tenant.id } });
  /** What was recorded since, and by whom. */
  const recorded = async () => {
    const rows = await db.activity.findMany({ where: { tenantId: tenant.id }, orderBy: { id: "asc" } });
    return rows
      .slice(before)
      .filter(({ action }) => action !== "gateway.configure")
      .map(({ action, actorName, details }) => {
        const { isDone } = details as { isDone?: boolean };
        return [action, actorName, ...(isDone === undefined ? [] : [isDone])];
      });
  };
  return { actor, tenant, recorded };
}

export const openOf = async (actor: Actor, { slug }: BuiltTenant) =>
  (await getTenant(actor, { slug })).hostChange;
