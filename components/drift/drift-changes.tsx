import { Mono } from "#components/ui/mono.tsx";
import type { Drift, ShownChange } from "#lib/host-agent/contract/drift.ts";
import type { ShownValue } from "#lib/host-agent/contract/shown-value.ts";
import { ShownValueText } from "./shown-value.tsx";

/** Each changed setting: as it was written, and as it is now. */
export function DriftChanges({ drift }: { drift: Drift }) {
  if (drift.changes.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <ul className="rounded-md border bg-panel">
        {drift.changes.map((change) => (
          <li key={change.path} className="border-b px-4 py-3 last:border-b-0">
            <Mono className="font-semibold text-sm [overflow-wrap:anywhere]">{change.path}</Mono>
            <div className="mt-2 grid gap-2 lg:grid-cols-2">
              <Side label="Written" sign="−" value={change.was} />
              <Side label="On the host" sign="+" value={change.is} />
            </div>
            <Note change={change} />
          </li>
        ))}
      </ul>
      {drift.isTruncated ? (
        <p className="text-dim text-sm">More settings differ than are shown here.</p>
      ) : null}
    </div>
  );
}

type SideProps = { label: string; sign: string; value: ShownValue | null };

function Side({ label, sign, value }: SideProps) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 text-faint text-xs">{label}</figcaption>
      {value === null ? (
        <p className="px-2.5 py-1.5 text-faint text-sm">not set</p>
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
          tabIndex={0}
          className="max-h-60 overflow-auto whitespace-pre-wrap rounded-sm bg-well px-2.5 py-1.5 font-mono text-xs leading-5 -outline-offset-2 [overflow-wrap:anywhere]"
        >
          <span aria-hidden="true" className="select-none text-faint">
            {sign}{" "}
          </span>
          <ShownValueText value={value} />
        </pre>
      )}
    </figure>
  );
}

function Note({ change }: { change: ShownChange }) {
  if (!change.isSecret) return null;
  return (
    <p className="mt-2 text-sm">
      A secret stands in the file itself. Enter it in the dashboard instead, and take it as known to whoever
      could read the file.
    </p>
  );
}
