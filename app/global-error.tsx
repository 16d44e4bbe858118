"use client";

import "./globals.css";

/** Stands in for the whole document, so it leans on nothing that may be what broke. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <title>Bulkhead</title>
      <body>
        <main className="mx-auto max-w-xl px-6 py-20">
          <h1 className="font-semibold text-xl">Bulkhead couldn't be shown.</h1>
          <p className="mt-2 text-dim">
            The page failed before it could be drawn. Gateways aren't touched by this. If it comes back after
            trying again, look at the output of npm start.
          </p>
          <button
            type="button"
            onClick={() => retry()}
            className="mt-6 h-9 rounded-md border border-edge bg-raised px-4 font-medium hover:border-ink"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
