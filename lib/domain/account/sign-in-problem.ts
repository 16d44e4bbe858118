/** Why a sign-in was refused. An unknown address and a wrong password are one: neither may be told apart. */
export type SignInProblem =
  | { readonly kind: "rejected" }
  | { readonly kind: "disabled" }
  | { readonly kind: "rate-limited"; readonly waitSeconds: number }
  | { readonly kind: "unavailable" };

export function describeSignInProblem(problem: SignInProblem): { message: string; nextStep: string } {
  switch (problem.kind) {
    case "rejected":
      return {
        message: "That email address and password don't go together.",
        nextStep: "Check both and try again. An owner can give you a new one-time password.",
      };
    case "disabled":
      return {
        message: "This account is disabled.",
        nextStep: "Ask an owner of this installation to enable it.",
      };
    case "rate-limited":
      return {
        message: `Too many attempts. Wait ${waitText(problem.waitSeconds)}.`,
        nextStep: "Then try again. If you forgot the password, an owner can give you a new one.",
      };
    case "unavailable":
      return {
        message: "Bulkhead can't check your password right now.",
        nextStep: "Wait a few seconds and try again. If it goes on, look at the output of npm start.",
      };
  }
}

/** The problem as the one word that passes through a sign-in's answer. */
export function encodeSignInProblem(problem: SignInProblem): string {
  return problem.kind === "rate-limited" ? `rate-limited.${problem.waitSeconds}` : problem.kind;
}

/** The words for the `error` of a sign-in's answer, whatever it is. */
export function signInProblem(error: string): { message: string; nextStep: string } {
  return describeSignInProblem(decode(error));
}

function decode(error: string): SignInProblem {
  const waitSeconds = /^rate-limited\.(\d{1,6})$/.exec(error)?.[1];
  if (waitSeconds) return { kind: "rate-limited", waitSeconds: Number(waitSeconds) };
  if (error === "disabled") return { kind: "disabled" };
  if (error === "rejected" || error === "CredentialsSignin") return { kind: "rejected" };
  return { kind: "unavailable" };
}

function waitText(seconds: number): string {
  if (seconds <= 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
