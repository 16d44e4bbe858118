import { Fragment, type ReactNode } from "react";

export type Definition = { term: string; value: ReactNode };

/** Facts of one thing: the word at the left, the value at the right. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,max-content)_1fr] text-sm">
      {items.map((item) => (
        <Fragment key={item.term}>
          <dt className="border-b py-2 pr-6 text-dim">{item.term}</dt>
          <dd className="min-w-0 border-b py-2 [overflow-wrap:anywhere]">{item.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
