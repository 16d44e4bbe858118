"use client";

import PanelError from "./(panel)/error.tsx";

export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto max-w-2xl px-6 py-16">
      <PanelError {...props} />
    </main>
  );
}
