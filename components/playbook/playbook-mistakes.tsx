import { fixWords } from "#components/words/fix-words.ts";
import { itemLabels } from "#lib/domain/checklist/item.ts";
import { mistakeRules } from "#lib/domain/mistakes/mistake-rules.ts";

/** Every mistake that is looked for: why it is one, what to do, and what may be said once it is absent. */
export function PlaybookMistakes() {
  return (
    <ol className="flex flex-col divide-y">
      {mistakeRules.map(({ id, title, explanation, remedy, looksAt, buyerText, fixes, items }) => (
        <li key={id} id={id} className="scroll-mt-4 py-4 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h3 className="font-semibold">{title}</h3>
            <span className="font-mono text-dim text-xs">{id}</span>
          </div>
          <p className="mt-1 max-w-prose text-sm">{explanation}</p>
          <p className="mt-2 max-w-prose text-sm">
            <span className="font-medium">How it is seen: </span>
            {looksAt}
          </p>
          <p className="mt-2 max-w-prose text-sm">
            <span className="font-medium">What to do: </span>
            {remedy}
          </p>
          <p className="mt-2 max-w-prose text-dim text-sm">
            To the buyer, where it is proven absent: “{buyerText}” Bears on{" "}
            {items.map((item) => itemLabels[item].toLowerCase()).join(", ")}.{" "}
            {fixes.length === 0
              ? "It takes a person to put right."
              : `One click, where it is safe: ${fixes.map((fix) => fixWords[fix].label.toLowerCase()).join(", or ")}. Otherwise the card says the step by hand.`}
          </p>
        </li>
      ))}
    </ol>
  );
}
