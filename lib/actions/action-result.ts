import { unstable_rethrow } from "next/navigation";
import { type ServiceFailure, toServiceFailure } from "#lib/services/service-failure.ts";

/** What every server action answers. Nothing is thrown across to the browser. */
export type ActionResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ServiceFailure };

/** The body of every server action. */
export async function runAction<Value>(run: () => Promise<Value>): Promise<ActionResult<Value>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    // Redirects and the like are errors that Next itself must see.
    unstable_rethrow(error);
    return { ok: false, error: toServiceFailure(error) };
  }
}
