export { type ApplyHardeningInput, applyHardening } from "./apply-hardening.ts";
export { type GetHardeningInput, getHardening, seenSettings } from "./get-hardening.ts";
export type { HardeningDto } from "./hardening-dto.ts";
