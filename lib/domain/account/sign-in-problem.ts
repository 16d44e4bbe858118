/** Why a sign-in was refused. An unknown address and a wrong password are one: neither may be told apart. */
export type SignInProblem =
  | { readonly kind: "rejected" }
  | { readonly kind: "disabled" }
  | { readonly kind: "rate-limited"; readonly waitSeconds: number }
  /** More people sign in at this moment than can be served. */
  | { readonly kind: "busy"; readonly waitSeconds: number }
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
        nextStep:
          "Then try again, or use a browser that you signed in from before. If you forgot the password, an owner can give you a new one, which works at once; on the host, `npm run owner-password` does the same.",
      };
    case "busy":
      return {
        message: `Too many people are signing in at this moment. Wait ${waitText(problem.waitSeconds)}.`,
        nextStep: "Then try again with the same password.",
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
  return "waitSeconds" in problem ? `${problem.kind}.${problem.waitSeconds}` : problem.kind;
}

/** After how many seconds another try is worth it; null where waiting helps nothing, or not for a known time. */
export function waitOf(error: string): { status: 429 | 503; waitSeconds: number } | null {
  const problem = decode(error);
  if (!("waitSeconds" in problem)) return null;
  return { status: problem.kind === "busy" ? 503 : 429, waitSeconds: problem.waitSeconds };
}

/** The words for the `error` of a sign-in's answer, whatever it is. */
export function signInProblem(error: string): { message: string; nextStep: string } {
  return describeSignInProblem(decode(error));
}

function decode(error: string): SignInProblem {
  const [, kind, waitSeconds] = /^(rate-limited|busy)\.(\d{1,6})$/.exec(error) ?? [];
  if (kind === "busy" || kind === "rate-limited") return { kind, waitSeconds: Number(waitSeconds) };
  if (error === "disabled") return { kind: "disabled" };
  if (error === "rejected" || error === "CredentialsSignin") return { kind: "rejected" };
  return { kind: "unavailable" };
}

function waitText(seconds: number): string {
  if (seconds <= 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
