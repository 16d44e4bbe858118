import { type VerbAccess, verbAccess } from "#lib/services/testing/verb-access.ts";

/** Like a service's; `public` for what anybody may open. */
export type Access = VerbAccess | "public";

/** What each page reads first. A page that is missing here fails the inventory. */
export const pageAccess: Readonly<Record<string, Access>> = {
  "/": "host.read",
  "/account": "session.manage-own",
  "/activity": "activity.read",
  "/change-password": "person",
  "/clients": "client.read",
  "/clients/[clientId]": "client.read",
  "/host": "host.read",
  "/matrix": "tenant.read",
  "/onboarding": "tenant.onboard",
  "/onboarding/[draftId]": "tenant.onboard",
  "/people": "user.manage",
  "/playbook": "host.read",
  "/probes": "host.read",
  "/sign-in": "public",
  "/tenants": "tenant.read",
  "/tenants/[slug]": "tenant.read",
};

export const handlerAccess: Readonly<Record<string, Access>> = {
  "GET /api/activity": "activity.read",
  "GET /api/auth/[...nextauth]": "public",
  "POST /api/auth/[...nextauth]": "public",
  "GET /api/checks": "host.read",
  "GET /api/checks/[id]": "host.read",
  "GET /api/clients": "client.read",
  "GET /api/clients/[clientId]": "client.read",
  "GET /api/fleet": "host.read",
  "GET /api/hosts": "host.read",
  "GET /api/hosts/[id]": "host.read",
  "GET /api/matrix": "tenant.read",
  "GET /api/onboarding/drafts": "tenant.onboard",
  "GET /api/onboarding/drafts/[id]": "tenant.onboard",
  "GET /api/operations": "tenant.read",
  "GET /api/operations/[id]": "tenant.read",
  "GET /api/probes": "host.read",
  "GET /api/probes/changes": "host.read",
  "GET /api/probes/pair": "host.read",
  "GET /api/probes/runs": "host.read",
  "GET /api/probes/runs/[id]": "host.read",
  "GET /api/probes/tenant/[slug]": "tenant.read",
  "GET /api/reports/[id]/pdf": "tenant.read",
  "GET /api/self-tests": "host.read",
  "GET /api/sessions": "session.manage-own",
  "GET /api/tenants": "tenant.read",
  "GET /api/tenants/[slug]": "tenant.read",
  "GET /api/tenants/[slug]/audit": "tenant.read",
  "GET /api/tenants/[slug]/channels": "credential.read",
  "GET /api/tenants/[slug]/credentials": "credential.read",
  "GET /api/tenants/[slug]/drift": "config.drift",
  "GET /api/tenants/[slug]/hardening": "tenant.read",
  "GET /api/tenants/[slug]/logs": "gateway.logs",
  "GET /api/tenants/[slug]/logs/follow": "gateway.logs",
  "GET /api/tenants/[slug]/operations": "tenant.read",
  "GET /api/tenants/[slug]/own-word": "tenant.read",
  "GET /api/tenants/[slug]/risks": "tenant.read",
  "GET /api/tenants/[slug]/secrets": "credential.read",
  "GET /api/tenants/[slug]/tools": "tenant.read",
  "GET /api/users": "user.manage",
  "GET /api/users/names": "user.list-names",
};

const verbs: ReadonlyMap<string, VerbAccess> = new Map(
  Object.values(verbAccess).flatMap((folder) => Object.entries(folder)),
);

/** An action is named after the service that it calls; undefined when there is none of that name. */
export function actionAccess(name: string): VerbAccess | undefined {
  return verbs.get(name);
}
