"use client";

import Link from "next/link";
import { AcceptButton } from "#components/risks/accept-dialog.tsx";
import { AcceptanceNote } from "#components/risks/acceptance-note.tsx";
import { ItemMistakes } from "#components/risks/item-mistakes.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { toRoute } from "#components/ui/href.ts";
import { Mono } from "#components/ui/mono.tsx";
import { exactTime } from "#components/ui/relative-time.ts";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import { itemLabels } from "#lib/domain/checklist/item.ts";
import { verdictLabels } from "#lib/domain/checklist/verdict.ts";
import type { ItemDto } from "#lib/services/check/check-dto.ts";
import { SharingList } from "./sharing-list.tsx";

type ItemPanelProps = {
  item: ItemDto | null;
  tenant: { readonly slug: string; readonly name: string };
  canOperate: boolean;
  onClose: () => void;
};

/** One item of one tenant, opened beside the list it was chosen in. */
export function ItemPanel({ item, tenant, canOperate, onClose }: ItemPanelProps) {
  return (
    <SidePanel
      isOpen={item !== null}
      onOpenChange={onClose}
      title={item ? item.label : "Item"}
      description={
        <Link href={toRoute(`/tenants/${tenant.slug}`)} className="hover:text-ink hover:underline">
          {tenant.name}
        </Link>
      }
    >
      {item ? <ItemDetail item={item} slug={tenant.slug} canOperate={canOperate} /> : null}
    </SidePanel>
  );
}

type ItemDetailProps = { item: ItemDto; slug: string; canOperate: boolean };

/** Verdict, why, what is shared and broken, what was seen, how and when. */
export function ItemDetail({ item, slug, canOperate }: ItemDetailProps) {
  return (
    <div className="flex flex-col gap-5">
      <div>
        <VerdictMark verdict={item.verdict} className="[&_span]:text-base" />
        {item.reason ? <p className="mt-1 max-w-prose">{item.reason}</p> : null}
        {item.decayedFrom ? (
          <p className="mt-1 text-dim text-sm">
            It was {verdictLabels[item.decayedFrom].toLowerCase()} when it was last looked at. Check again to
            know.
          </p>
        ) : null}
      </div>
      {item.acceptances.map((acceptance) => (
        <AcceptanceNote key={acceptance.id} slug={slug} acceptance={acceptance} canOperate={canOperate} />
      ))}
      {canOperate && item.verdict === "failed" ? (
        <div>
          <AcceptButton
            slug={slug}
            title={item.label}
            subject={{ kind: "item", id: item.item }}
            faults={item.faults}
          />
        </div>
      ) : null}
      <SharingList sharing={item.sharing} />
      {item.defects.map((defect) => (
        <Callout key={defect.id + defect.message} tone="caution" title={defect.message}>
          {defect.nextStep}
        </Callout>
      ))}
      {item.facts.length > 0 ? (
        <section>
          <h3 className="plate mb-1 text-dim">What was observed</h3>
          <DefinitionList
            items={item.facts.map(({ label, value }) => ({ term: label, value: <Mono>{value}</Mono> }))}
          />
        </section>
      ) : null}
      <ItemMistakes slug={slug} item={item.item} />
      <section>
        <h3 className="plate mb-1 text-dim">How and when</h3>
        <p className="text-sm">
          {item.how ?? `Nobody has looked at ${itemLabels[item.item].toLowerCase()} yet.`}
        </p>
        {item.observedAt ? (
          <p className="mt-1 text-dim text-sm">
            <TimeAgo at={item.observedAt} />, <Mono>{exactTime(new Date(item.observedAt))}</Mono>
          </p>
        ) : null}
      </section>
    </div>
  );
}
