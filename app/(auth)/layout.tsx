import type { ReactNode } from "react";
import { HullDrawing } from "#components/auth/hull-drawing.tsx";
import { Wordmark } from "#components/shell/logo.tsx";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr] lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)] lg:grid-rows-1">
      <div className="flex flex-col justify-between gap-8 overflow-hidden bg-hull px-6 py-5 text-hull-ink lg:px-12 lg:py-10">
        <Wordmark />
        <HullDrawing className="w-full max-w-3xl text-hull-dim max-lg:hidden" />
        <p className="max-w-md text-hull-dim text-lg max-lg:hidden">
          One Gateway per client, behind walls of its own.{" "}
          <span className="text-hull-ink">And what holds is measured, not promised.</span>
        </p>
      </div>
      <main className="flex items-start justify-center px-6 py-10 lg:items-center">
        <div className="w-full max-w-sm">{children}</div>
      </main>
    </div>
  );
}
