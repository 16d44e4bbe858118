import { expect, test } from "vitest";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import {
  generationSchema,
  maxGeneration,
  maxGenerationStep,
  storedGenerationSchema,
} from "#lib/host-agent/contract/generation.ts";
import { checkFirstGeneration, checkGeneration } from "./check-generation.ts";

const slug = slugSchema.parse("acme");
const at = (generation: number) => ({ slug, generation });

test.each([
  [3, 3],
  [3, 4],
  [3, 3 + maxGenerationStep],
  [maxGeneration - 1, maxGeneration],
])("after %d takes %d", (last, next) => {
  expect(() => checkGeneration(at(last), next)).not.toThrow();
});

test.each([
  [3, 2, "STALE_GENERATION"],
  [3, 4 + maxGenerationStep, "BAD_REQUEST"],
  [3, maxGeneration, "BAD_REQUEST"],
  [0, Number.MAX_SAFE_INTEGER, "BAD_REQUEST"],
])("after %d refuses %d, and says what to do", (last, next, code) => {
  expect(() => checkGeneration(at(last), next)).toThrow(
    expect.objectContaining({
      detail: expect.objectContaining({ code, nextStep: expect.stringMatching(/order/) }),
    }),
  );
});

test("the first order of a tenant can't be far ahead either", () => {
  expect(() => checkFirstGeneration(slug, 1)).not.toThrow();
  expect(() => checkFirstGeneration(slug, maxGenerationStep + 1)).toThrow(/has the number/);
});

test.each([-1, 1.5, maxGeneration + 1, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e308])(
  "the contract has no order %d, and a record that holds it recovers",
  (generation) => {
    expect(generationSchema.safeParse(generation).success).toBe(false);
    expect(storedGenerationSchema.parse(generation)).toBe(0);
  },
);
