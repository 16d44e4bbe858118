/** The agency's customer, as lists show it. */
export type ClientRowDto = {
  readonly id: string;
  readonly name: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly accountManager: { readonly id: string; readonly name: string } | null;
  readonly isArchived: boolean;
  /** Tenants that are not archived. */
  readonly tenantCount: number;
  /** ISO 8601. */
  readonly createdAt: string;
};

export type ClientDto = ClientRowDto & {
  readonly notes: string;
  /** ISO 8601. */
  readonly archivedAt: string | null;
  readonly archivedTenantCount: number;
  /** Send it back with an update; an update of an older version is refused. */
  readonly version: number;
};
