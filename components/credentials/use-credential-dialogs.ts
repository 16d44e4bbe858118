"use client";

import { useState } from "react";
import type { CredentialDto, IdentityReference } from "#lib/services/credential/credential-dto.ts";

export type CredentialActions = {
  rotate: (credential: CredentialDto, name: string) => void;
  revoke: (identity: IdentityReference, name: string) => void;
};

/** Which secret is being rotated or revoked, if any. */
export function useCredentialDialogs() {
  const [rotating, setRotating] = useState<{ credential: CredentialDto; name: string } | null>(null);
  const [revoking, setRevoking] = useState<{
    identity: IdentityReference;
    name: string;
  } | null>(null);
  const actions: CredentialActions = {
    rotate: (credential, name) => setRotating({ credential, name }),
    revoke: (identity, name) => setRevoking({ identity, name }),
  };
  return {
    actions,
    rotating,
    revoking,
    closeRotating: () => setRotating(null),
    closeRevoking: () => setRevoking(null),
  };
}
