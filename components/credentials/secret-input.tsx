"use client";

import { Input } from "#components/ui/input.tsx";

/** A field for a secret: never shown, never remembered by the browser, never filled in again. */
export function SecretInput({ name, isKept = false }: { name: string; isKept?: boolean }) {
  return (
    <Input
      name={name}
      type="password"
      isMono
      autoComplete="new-password"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      placeholder={isKept ? "Kept on the host; fill in to replace it" : undefined}
    />
  );
}
