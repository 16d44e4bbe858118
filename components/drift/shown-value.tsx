import type { ShownValue } from "#lib/host-agent/contract/shown-value.ts";

/** A value of the configuration; in the place of each secret stands its fingerprint. */
export function ShownValueText({ value }: { value: ShownValue }) {
  let at = 0;
  return value.map((part) => {
    at += "plain" in part ? part.plain.length : 1;
    return "plain" in part ? (
      <span key={at}>{part.plain}</span>
    ) : (
      <span key={at} className="rounded-sm border px-1 text-dim">
        {wordsOf(part.secret)}
      </span>
    );
  });
}

/** The same as plain text. */
export function textOf(value: ShownValue): string {
  return value.map((part) => ("plain" in part ? part.plain : wordsOf(part.secret))).join("");
}

function wordsOf(fingerprint: string): string {
  return `secret, fingerprint ${fingerprint}…`;
}
