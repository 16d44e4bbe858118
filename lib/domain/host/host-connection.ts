import { z } from "zod";

/**
 * How the dashboard gets to a host's agent. `local-socket` is a unix socket of
 * the dashboard's own machine, with the file that has its bearer secret. Each
 * further kind is one more member here and one more case in `openAgent`.
 */
export const hostConnectionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("local-socket"),
    socketPath: z.string().startsWith("/"),
    tokenFile: z.string().startsWith("/"),
  }),
]);
export type HostConnection = z.infer<typeof hostConnectionSchema>;
