import type { SecretSighting } from "./configuration-view.ts";
import { type Cure, type Fault, onBoth, pairsOf, type ViewedTenant } from "./mistake-rule.ts";

type Role = SecretSighting["role"];
export type KnownSecret = SecretSighting & { readonly fingerprint: string };

/** The secrets of these roles whose value could be compared. */
export function secretsOf({ view }: ViewedTenant, roles: readonly Role[]): KnownSecret[] {
  return view.secrets.filter(
    (secret): secret is KnownSecret => secret.fingerprint !== null && roles.includes(secret.role),
  );
}

export const secretComparison = "Keyed fingerprints of both secrets are equal; the values were not compared.";

/** A fault on both tenants for each secret of these roles that they have in common. */
export function findSharedSecrets(
  tenants: readonly ViewedTenant[],
  roles: readonly Role[],
  what: string,
  cure: (tenant: ViewedTenant, secret: KnownSecret) => Cure,
  isMeant: (mine: KnownSecret, theirs: KnownSecret) => boolean = () => true,
): Fault[] {
  return pairsOf(tenants).flatMap(([a, b]) => {
    const theirs = new Map(secretsOf(b, roles).map((secret) => [secret.fingerprint, secret]));
    const shared = new Map(
      secretsOf(a, roles)
        .filter(({ fingerprint }) => theirs.has(fingerprint))
        .map((secret) => [secret.fingerprint, secret]),
    );
    return [...shared].flatMap(([fingerprint, mine]) => {
      const there = theirs.get(fingerprint) ?? mine;
      if (!isMeant(mine, there)) return [];
      const of = (tenant: ViewedTenant) => (tenant === a ? mine : there);
      return onBoth(a, b, {
        key: fingerprint,
        seenHow: secretComparison,
        detail: (one, other) =>
          `${what} at ${of(one).setting} is the one that ${other.slug} has at ${of(other).setting} (fingerprint ${fingerprint.slice(0, 8)}).`,
        cure: (one) => cure(one, of(one)),
      });
    });
  });
}
