import type { Metadata } from "next";
import {
  activityQuery,
  formatActivityFilter,
  parseActivityFilter,
} from "#components/activity/activity-filter.ts";
import { ActivityView } from "#components/activity/activity-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { listActivity } from "#lib/services/activity/index.ts";
import { listUserNames } from "#lib/services/user/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityRecordPage({ searchParams }: PageProps<"/activity">) {
  const filter = parseActivityFilter(await searchParams);
  const actor = await pageActor(`/activity${formatActivityFilter(filter)}`);
  const [page, people] = await readForPage(
    Promise.all([listActivity(actor, activityQuery(filter)), listUserNames(actor)]),
  );
  return <ActivityView initial={{ filter, page }} people={people} />;
}
