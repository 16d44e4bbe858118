import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FirstPassword } from "#components/auth/first-password.tsx";
import { currentSession } from "#lib/auth/current-actor.ts";

export const metadata: Metadata = { title: "Choose a password" };

export default async function ChangePasswordPage() {
  const session = await currentSession();
  if (!session) redirect("/sign-in");
  if (!session.mustChangePassword) redirect("/account");
  return <FirstPassword email={session.email} />;
}
