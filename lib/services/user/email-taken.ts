import { ServiceError } from "../service-error.ts";

export function emailTaken(email: string, cause: unknown): ServiceError {
  return new ServiceError("CONFLICT", `Somebody already signs in with ${email}.`, {
    nextStep: "Use another address, or enable or change the existing user.",
    fields: { email: "This address is taken." },
    cause,
  });
}
