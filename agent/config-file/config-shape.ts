/** The longest lists of models that people use have some hundred thousand values, a few levels deep. */
const maxDepth = 64;
export const maxValues = 200_000;
const maxPathLength = 2000;

/**
 * Why a value can't be a configuration, by its shape alone: whoever walks one
 * recurses, and builds the name of a setting at every step. Looks without
 * recursion; null when it can be one.
 */
export function shapeProblem(config: object): string | null {
  const open: { readonly value: object; readonly depth: number; readonly length: number }[] = [
    { value: config, depth: 1, length: 0 },
  ];
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > maxDepth) return "is nested too deeply";
    for (const [key, value] of Object.entries(next.value)) {
      count += 1;
      if (count > maxValues) return `has more than ${maxValues} values`;
      const length = next.length + key.length + 1;
      if (length > maxPathLength)
        return `has a setting whose name is longer than ${maxPathLength} characters`;
      if (typeof value === "object" && value !== null) open.push({ value, depth: next.depth + 1, length });
    }
  }
  return null;
}

/** How many values lie in one, itself among them. Recurses: only for what has a shape that can be walked. */
export function valuesIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + valuesIn(inner), 1);
}
