import type { Metadata } from "next";
import { parsePeopleFilter, peopleListQuery } from "#components/people/people-filter.ts";
import { PeopleView } from "#components/people/people-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { listUsers } from "#lib/services/user/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: PageProps<"/people">) {
  const actor = await pageActor("/people");
  const filter = parsePeopleFilter(await searchParams);
  const page = await readForPage(listUsers(actor, peopleListQuery(filter)));
  return <PeopleView initial={{ filter, page }} ownId={actor.userId} />;
}
