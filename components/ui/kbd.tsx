/** A key or a sequence of keys: `<Kbd keys="g f" />`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split(" ").map((key, index) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may press one key twice, and it never changes.
          key={index}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-edge/60 px-1 font-mono text-[0.6875rem] text-current"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
