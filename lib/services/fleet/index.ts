export type { CompartmentDto, FleetDto, FleetHostDto, WallDto } from "./fleet-dto.ts";
export { getFleet } from "./get-fleet.ts";
