import { z } from "zod";

/** What the agent accepts from a reader. It runs as the tenant, so nothing of it is taken on trust. */
const name = z.string().max(1000);
const secret = z.string().max(1024 * 1024);
const pairs = z.array(z.tuple([name, secret])).max(2000);

export const answerSchema = z.union([
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ problem: z.string().max(300), isLimit: z.literal(true).optional() }),
]);

/** Of a configuration and of any other JSON: whoever uses it looks at its shape. */
export const anySchema = z.unknown();

export const dotenvSchema = pairs;

export const databaseSchema = z.strictObject({
  profiles: pairs,
  store: pairs,
  device: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type DatabaseReading = z.infer<typeof databaseSchema>;

const candidateSchema = z.strictObject({
  name: z.string().max(24),
  isTree: z.boolean(),
  isBelowTenants: z.boolean(),
});
export const archiveSchema = z.strictObject({
  isWhole: z.boolean(),
  owners: z.array(z.array(candidateSchema).max(20)).max(25_000),
});
export type ArchiveReading = z.infer<typeof archiveSchema>;
