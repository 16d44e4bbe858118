export type { CompartmentDto, FleetDto, FleetHostDto, TriedWallDto, WallDto } from "./fleet-dto.ts";
export { type FleetInput, getFleet } from "./get-fleet.ts";
export { getMatrix, type MatrixInput } from "./get-matrix.ts";
export type { MatrixCellDto, MatrixRowDto } from "./matrix-dto.ts";
