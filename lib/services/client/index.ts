export { type ArchiveClientInput, archiveClient } from "./archive-client.ts";
export type { ClientDto, ClientRowDto } from "./client-dto.ts";
export { type CreateClientInput, createClient } from "./create-client.ts";
export { type GetClientInput, getClient } from "./get-client.ts";
export { type ListClientsInput, listClients } from "./list-clients.ts";
export { type UnarchiveClientInput, unarchiveClient } from "./unarchive-client.ts";
export { type UpdateClientInput, updateClient } from "./update-client.ts";
