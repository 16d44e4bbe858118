export { getHost, type HostInput } from "./get-host.ts";
export type { HostDto, RungCostDto } from "./host-dto.ts";
export { listHosts } from "./list-hosts.ts";
export { retireHost } from "./retire-host.ts";
