export type { CompartmentDto, FleetDto, FleetHostDto, TriedWallDto, WallDto } from "./fleet-dto.ts";
export { type FleetInput, getFleet } from "./get-fleet.ts";
