import type { SecretSighting } from "./configuration-view.ts";
import { type Fault, onBoth, pairsOf, type ViewedTenant } from "./mistake-rule.ts";

type Role = SecretSighting["role"];
type Known = SecretSighting & { readonly fingerprint: string };

/** The secrets of these roles whose value could be compared. */
export function secretsOf({ view }: ViewedTenant, roles: readonly Role[]): Known[] {
  return view.secrets.filter(
    (secret): secret is Known => secret.fingerprint !== null && roles.includes(secret.role),
  );
}

export const secretComparison = "Keyed fingerprints of both secrets are equal; the values were not compared.";

/** A fault on both tenants for each secret of these roles that they have in common. */
export function findSharedSecrets(
  tenants: readonly ViewedTenant[],
  roles: readonly Role[],
  what: string,
): Fault[] {
  return pairsOf(tenants).flatMap(([a, b]) => {
    const theirs = new Map(secretsOf(b, roles).map((secret) => [secret.fingerprint, secret]));
    const shared = new Map(
      secretsOf(a, roles)
        .filter(({ fingerprint }) => theirs.has(fingerprint))
        .map((secret) => [secret.fingerprint, secret]),
    );
    return [...shared].flatMap(([fingerprint, mine]) =>
      onBoth(a, b, {
        key: fingerprint,
        seenHow: secretComparison,
        detail: (one, other) => {
          const setting = one === a ? mine.setting : theirs.get(fingerprint)?.setting;
          const there = one === a ? theirs.get(fingerprint)?.setting : mine.setting;
          return `${what} at ${setting} is the one that ${other.slug} has at ${there} (fingerprint ${fingerprint.slice(0, 8)}).`;
        },
      }),
    );
  });
}
