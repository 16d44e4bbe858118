import type { Metadata } from "next";
import { matrixRowsQuery, readMatrixFilter } from "#components/matrix/matrix-filter.ts";
import { MatrixView } from "#components/matrix/matrix-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { may } from "#lib/services/actor.ts";
import { listChecks } from "#lib/services/check/index.ts";
import { getFleet, getMatrix } from "#lib/services/fleet/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Matrix" };

export default async function MatrixPage({ searchParams }: PageProps<"/matrix">) {
  const actor = await pageActor("/matrix");
  const query = matrixRowsQuery(readMatrixFilter(await searchParams));
  const [data, checks, fleet] = await readForPage(
    Promise.all([
      getMatrix(actor, Object.fromEntries(new URLSearchParams(query))),
      listChecks(actor, {}),
      getFleet(actor),
    ]),
  );
  return (
    <MatrixView
      initial={{ path: `/api/matrix${query}`, data }}
      initialChecks={checks}
      hosts={fleet.hosts.filter(({ isReplaced }) => !isReplaced).map(({ id, name }) => ({ id, name }))}
      canCheck={may(actor.role, "host.check")}
    />
  );
}
