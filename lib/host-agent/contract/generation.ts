import { z } from "zod";

/** The number of an order, which goes up by one with each: more than a tenant gets in a lifetime of the earth. */
export const maxGeneration = 1_000_000_000;
/** How far one order may be ahead of the last: far more than a host misses, and far less than the numbers there are. */
export const maxGenerationStep = 100_000;

export const generationSchema = z.number().int().min(0).max(maxGeneration);

/** Of a record from before there was a bound: one beyond it was never an order's and stands in nobody's way. */
export const storedGenerationSchema = z
  .number()
  .transform((stored) => (Number.isInteger(stored) && stored >= 0 && stored <= maxGeneration ? stored : 0));
