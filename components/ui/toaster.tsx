"use client";

import { Toaster as Sonner } from "sonner";

/** Where `toast()` of sonner appears. For what was done elsewhere on the page; errors stay beside their cause. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-md border border-hull-line bg-hull px-3.5 py-2.5 text-hull-ink text-sm shadow-pop",
          title: "font-medium",
          description: "text-hull-dim",
          icon: "mt-0.5 [&_svg]:size-4",
          actionButton: "ml-auto shrink-0 rounded-sm border border-hull-dim px-2 text-xs h-6",
        },
      }}
    />
  );
}
