"use client";

import { useMutation } from "@tanstack/react-query";
import { signIn } from "next-auth/react";
import { type FormEvent, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { signInProblem } from "#lib/domain/account/sign-in-problem.ts";

type SignInFormProps = {
  /** Where to go on to: a path of this dashboard. */
  next: string;
  /** The problem of an earlier attempt, as it came back in the address. */
  error: string | null;
};

type Credentials = { email: string; password: string };

export function SignInForm({ next, error }: SignInFormProps) {
  const passwordField = useRef<HTMLInputElement>(null);
  const attempt = useMutation({
    mutationFn: async (credentials: Credentials) => {
      const answer = await signIn("credentials", { ...credentials, redirect: false });
      if (!answer?.ok || answer.error) {
        throw new SignInRefused(answer?.error ?? "unavailable");
      }
    },
    // A whole new page: nothing of whoever was signed in before stays in memory.
    onSuccess: () => window.location.assign(next),
    onError: () => passwordField.current?.select(),
  });
  const problem = problemOf(attempt.error) ?? (error && attempt.isIdle ? signInProblem(error) : null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!attempt.isPending && !attempt.isSuccess) {
      attempt.mutate({ email: String(form.get("email")), password: String(form.get("password")) });
    }
  }

  return (
    // Sent by POST even when pressed before the page is alive, so that a password never gets into an address.
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {problem ? (
        <Callout tone="danger" role="alert" title={problem.message}>
          {problem.nextStep}
        </Callout>
      ) : null}
      <Field label="Email" isRequired>
        <Input name="email" type="email" required autoComplete="username" autoFocus maxLength={254} />
      </Field>
      <Field label="Password" isRequired>
        <Input
          ref={passwordField}
          name="password"
          type="password"
          required
          autoComplete="current-password"
          maxLength={200}
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        isPending={attempt.isPending || attempt.isSuccess}
        className="mt-1 w-full"
      >
        Sign in
      </Button>
    </form>
  );
}

class SignInRefused extends Error {}

function problemOf(error: Error | null) {
  if (!error) {
    return null;
  }
  return signInProblem(error instanceof SignInRefused ? error.message : "unavailable");
}
