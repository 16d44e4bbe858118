"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";

type CopyButtonProps = {
  value: string;
  /** "Copy password": what is copied. */
  label: string;
  /** Shows the label beside the icon. */
  isLabelled?: boolean | undefined;
};

const confirmMs = 2000;

export function CopyButton({ value, label, isLabelled = false }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) {
      return;
    }
    const timer = setTimeout(() => setIsCopied(false), confirmMs);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setIsCopied(true);
    } catch {
      // Browsers refuse the clipboard on plain http and without permission.
      toast.error("The browser refused to copy. Select the text and copy it by hand.");
    }
  }

  const icon = isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />;
  const text = isCopied ? "Copied" : label;
  return isLabelled ? (
    <Button size="sm" icon={icon} onClick={copy}>
      <span aria-live="polite">{text}</span>
    </Button>
  ) : (
    <IconButton size="sm" label={text} icon={icon} onClick={copy} />
  );
}
