import { readRoute } from "#lib/auth/read-route.ts";
import { type ListOperationsInput, listOperations } from "#lib/services/operation/index.ts";

type Input = ListOperationsInput & { readonly slug: string };

export const GET = readRoute<Input>((actor, { slug, ...query }) =>
  listOperations(actor, { ...query, tenant: slug }),
);
