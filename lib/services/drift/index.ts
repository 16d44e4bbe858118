export { type AdoptConfigInput, adoptConfig } from "./adopt-config.ts";
export type { AdoptedDto, DriftDto } from "./drift-dto.ts";
export { getDrift } from "./get-drift.ts";
export { restoreConfig } from "./restore-config.ts";
export { type StopKeepingInput, stopKeeping } from "./stop-keeping.ts";
