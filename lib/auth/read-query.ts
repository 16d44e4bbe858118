import { ServiceError } from "#lib/services/service-error.ts";

/**
 * The query of an address, its last word on each name. What was encoded must be
 * text: a broken sequence would otherwise be read as something that nobody sent.
 *
 * @throws ServiceError INVALID
 */
export function readQuery(address: string): Record<string, string> {
  const { search, searchParams } = new URL(address);
  try {
    decodeURIComponent(search);
  } catch (cause) {
    throw new ServiceError("INVALID", "The address is broken: it holds a sequence that is no text.", {
      nextStep: "Follow a link to this page again instead of typing its address.",
      cause,
    });
  }
  return Object.fromEntries(searchParams);
}
