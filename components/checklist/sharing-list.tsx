import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { Mono } from "#components/ui/mono.tsx";
import { itemLabels } from "#lib/domain/checklist/item.ts";
import type { Sharing } from "#lib/domain/checklist/sharing.ts";

const kindLabels: Readonly<Record<string, string>> = {
  path: "Path",
  inode: "Device and inode",
  uid: "OS user id",
  "port-range": "Ports",
  fingerprint: "Secret with fingerprint",
  endpoint: "Endpoint",
  instance: "Identity",
};

/** What exactly is in two places, and with whom. */
export function SharingList({ sharing }: { sharing: readonly Sharing[] }) {
  if (sharing.length === 0) return null;
  return (
    <section>
      <h3 className="plate mb-1 text-dim">Shared</h3>
      <ul className="flex flex-col gap-2">
        {sharing.map((one) => (
          <li key={JSON.stringify(one)} className="rounded-md border border-edge bg-raised px-3 py-2 text-sm">
            <p className="first-letter:uppercase">
              {one.label} is also{" "}
              <Link
                href={toRoute(`/tenants/${one.otherSlug}?tab=checklist&item=${one.otherItem}`)}
                className="font-medium text-accent underline underline-offset-2"
              >
                {one.otherSlug}
              </Link>
              ’s {one.otherLabel}
              {one.otherItem === one.item ? null : ` (${itemLabels[one.otherItem].toLowerCase()})`}.
            </p>
            <p className="mt-0.5 text-dim">
              {kindLabels[one.kind] ?? one.kind} <Mono>{one.value}</Mono>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
