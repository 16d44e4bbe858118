const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** "612 MiB", "3.1 GiB": three digits at most. */
export function formatBytes(bytes: number): string {
  const exponent = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** exponent;
  return `${exponent < 3 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[exponent]}`;
}
