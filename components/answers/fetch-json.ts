import { z } from "zod";
import { ApiError } from "./api-error.ts";

const failureBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    nextStep: z.string().nullable().default(null),
    fields: z.record(z.string(), z.string()).default({}),
  }),
});

const timeoutMs = 20_000;

/**
 * Reads one of our own routes. Throws ApiError when the server says no, and whatever `fetch` throws when
 * it can't be reached. The type is a promise of the route, which is built from the same DTO.
 */
export async function fetchJson<Value>(path: string, options: { signal?: AbortSignal } = {}): Promise<Value> {
  const signal = AbortSignal.any([
    AbortSignal.timeout(timeoutMs),
    ...(options.signal ? [options.signal] : []),
  ]);
  const response = await fetch(path, { signal, headers: { accept: "application/json" } });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    return body as Value;
  }
  const parsed = failureBody.safeParse(body);
  throw new ApiError(
    parsed.success
      ? parsed.data.error
      : {
          code: "INTERNAL",
          message: `The dashboard answered ${response.status}.`,
          nextStep: "Try again. If it goes on, look at the output of npm start.",
          fields: {},
        },
    response.status,
  );
}

/** A query string of what is set: `undefined`, null and "" are left out. */
export function queryString(
  parameters: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}
