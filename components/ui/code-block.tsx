import { CopyButton } from "./copy-button.tsx";

type CodeBlockProps = {
  /** Names it for screen readers and for the copy button: "Configuration". */
  label: string;
  code: string;
  isCopyable?: boolean | undefined;
  /** Scrolls inside above this many lines. */
  maxLines?: number | undefined;
};

export function CodeBlock({ label, code, isCopyable = true, maxLines = 20 }: CodeBlockProps) {
  return (
    <figure className="relative rounded-md border bg-well">
      <figcaption className="sr-only">{label}</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        className="overflow-auto px-3.5 py-2.5 font-mono text-xs leading-5 -outline-offset-2"
        style={{ maxHeight: `${maxLines * 1.25 + 1.25}rem` }}
      >
        <code>{code}</code>
      </pre>
      {isCopyable ? (
        <div className="absolute top-1 right-1 rounded-md bg-well">
          <CopyButton value={code} label={`Copy ${label.toLowerCase()}`} />
        </div>
      ) : null}
    </figure>
  );
}
