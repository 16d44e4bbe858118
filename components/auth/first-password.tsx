"use client";

import { signOut } from "next-auth/react";
import { Button } from "#components/ui/button.tsx";
import { ChangePasswordForm } from "./change-password-form.tsx";

/** The step between a one-time password and the dashboard. */
export function FirstPassword({ email }: { email: string }) {
  return (
    <div className="flex flex-col gap-6">
      <header>
        <h1 className="font-semibold text-xl tracking-tight">Choose your own password</h1>
        <p className="mt-1 text-dim">
          You signed in as {email} with a one-time password. Until it is replaced, nothing else opens.
        </p>
      </header>
      <ChangePasswordForm currentLabel="One-time password" onChanged={() => window.location.assign("/")} />
      <p className="border-t pt-4 text-dim text-sm">
        Not you?{" "}
        <Button
          variant="ghost"
          size="sm"
          className="-ml-1"
          onClick={() => void signOut({ callbackUrl: "/sign-in" })}
        >
          Sign out
        </Button>
      </p>
    </div>
  );
}
