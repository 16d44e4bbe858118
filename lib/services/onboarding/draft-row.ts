import { z } from "zod";
import type { OnboardingDraft } from "#lib/db/generated/client.ts";
import type { DraftDto } from "./onboarding-dto.ts";

export function toDraftDto(row: OnboardingDraft): DraftDto {
  return {
    id: row.id,
    step: row.step,
    input: z.record(z.string(), z.unknown()).catch({}).parse(row.input),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
