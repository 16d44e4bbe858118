"use client";

import { classNames } from "#components/ui/class-names.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { useRowKeys } from "#components/ui/use-row-keys.ts";
import { VerdictMark } from "#components/verdict/verdict-mark.tsx";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { ItemDto } from "#lib/services/check/check-dto.ts";
import { itemSummary } from "./item-summary.ts";

type ChecklistTableProps = {
  items: readonly ItemDto[];
  selected: Item | null;
  onSelect: (item: Item) => void;
};

/** The ten items: what was seen of each and the verdict. A row opens its detail beside the list. */
export function ChecklistTable({ items, selected, onSelect }: ChecklistTableProps) {
  const onKeyDown = useRowKeys();
  return (
    <div className="border-y bg-panel max-md:-mx-4 md:rounded-md md:border-x">
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">Boundary checklist</caption>
        <thead>
          <tr className="plate text-left text-dim [&>th]:h-9 [&>th]:border-b [&>th]:border-b-edge [&>th]:px-3 [&>th]:font-medium">
            <th scope="col" className="w-8 max-sm:hidden">
              <span className="sr-only">Number</span>
            </th>
            <th scope="col">Item</th>
            <th scope="col">Verdict</th>
            <th scope="col" className="max-md:hidden">
              What was observed
            </th>
            <th scope="col" className="text-right max-sm:hidden">
              When
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {items.map((item, index) => (
            <tr
              key={item.item}
              className={classNames(
                "group relative h-10 hover:bg-well [&>td]:border-b [&>td]:px-3 [&>td]:py-1.5 last:[&>td]:border-b-0",
                selected === item.item && "bg-accent-soft",
              )}
            >
              <td className="font-mono text-faint text-xs max-sm:hidden">{index + 1}</td>
              <td className="whitespace-nowrap">
                <a
                  data-row=""
                  href={`#${item.item}`}
                  className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                  onClick={(event) => {
                    event.preventDefault();
                    onSelect(item.item);
                  }}
                >
                  {item.label}
                </a>
              </td>
              <td>
                <VerdictMark verdict={item.verdict} className="align-middle" />
              </td>
              <td className="w-1/2 max-w-0 max-md:hidden">
                <span className="block truncate text-dim" title={itemSummary(item)}>
                  {itemSummary(item)}
                </span>
              </td>
              <td className="text-right text-dim max-sm:hidden">
                {item.observedAt ? <TimeAgo at={item.observedAt} /> : "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
