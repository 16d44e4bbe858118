import { forbidden, notFound } from "next/navigation";
import { ServiceError } from "#lib/services/service-error.ts";

/** A service's answer for a page; a refusal becomes the page that explains it. */
export async function readForPage<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ServiceError) {
      // An id that isn't one is an address that leads nowhere.
      if (error.code === "NOT_FOUND" || error.code === "INVALID") notFound();
      if (error.code === "FORBIDDEN") forbidden();
    }
    throw error;
  }
}
