"use client";

import { useLinkStatus } from "next/link";
import type { ReactNode } from "react";
import { Spinner } from "./spinner.tsx";

/** Inside a link: turns while the page it leads to is on its way, once that takes long enough to notice. */
export function LinkPending({ children = null }: { children?: ReactNode }) {
  const { pending } = useLinkStatus();
  return pending ? <Spinner isLate /> : children;
}
