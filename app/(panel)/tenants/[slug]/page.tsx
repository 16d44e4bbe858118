import type { Metadata } from "next";
import { TenantView } from "#components/tenant-page/tenant-view.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { may } from "#lib/services/actor.ts";
import { getTenant } from "#lib/services/tenant/index.ts";
import { readForPage } from "../../read-for-page.ts";

export async function generateMetadata({ params }: PageProps<"/tenants/[slug]">): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function TenantPage({ params }: PageProps<"/tenants/[slug]">) {
  const { slug } = await params;
  const actor = await pageActor(`/tenants/${slug}`);
  const tenant = await readForPage(getTenant(actor, { slug }));
  return <TenantView key={slug} initial={tenant} canOperate={may(actor.role, "gateway.start")} />;
}
