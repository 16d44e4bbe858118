import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeNext } from "#components/auth/safe-next.ts";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { currentActor } from "#lib/auth/current-actor.ts";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const parameters = await searchParams;
  if (await currentActor()) redirect("/");
  const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
  return (
    <div className="flex flex-col gap-6">
      <header>
        <h1 className="font-semibold text-xl tracking-tight">Sign in</h1>
        <p className="mt-1 text-dim">
          The first sign-in is printed by <code className="font-mono">npm start</code>; after that, an owner
          adds people.
        </p>
      </header>
      <SignInForm next={safeNext(text(parameters.next))} error={text(parameters.error) ?? null} />
    </div>
  );
}
