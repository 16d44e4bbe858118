import { userInfo } from "node:os";
import type { AgentContext } from "#agent/context/context.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { tenantUserName } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";
import { findAccount, type SystemAccount } from "./system-account.ts";

/** The mark in an account's comment by which it is known as this installation's. */
export function accountComment(slug: Slug, installationId: string): string {
  return `Bulkhead tenant ${slug} ${installationId}`;
}

/** The name of the user that a tenant's processes run as. */
export function userNameFor(spec: Pick<TenantSpec, "slug" | "rung">): string {
  return hasOwnUser(spec) ? tenantUserName(spec.slug) : ownUserName();
}

/** A number without an account is allowed to run us, as in a container; it then has no name. */
function ownUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}

/**
 * The tenant's own OS user, if it exists.
 *
 * @throws AgentFailure OS_USER_FOREIGN when an account of that name is somebody else's
 */
export async function findTenantAccount(
  context: AgentContext,
  slug: Slug,
  record: TenantRecord | null,
): Promise<SystemAccount | null> {
  const account = await findAccount(tenantUserName(slug));
  if (account === null) return null;
  const isOurs =
    account.comment === accountComment(slug, context.installationId) &&
    account.uid !== 0 &&
    (record === null || record.uid === account.uid);
  if (isOurs) return account;
  throw new AgentFailure(
    "OS_USER_FOREIGN",
    `The host already has a user "${account.name}" (number ${account.uid}) that this Bulkhead didn't make, so nothing was changed.`,
    `Rename or remove that user on the host, or onboard the tenant with another slug.`,
  );
}
