import { z } from "zod";

/** One page of a list, with the size of the whole. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
};

/** Spread into a list's input schema. Takes numbers and the strings of a query. */
export const pageFields = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(25),
};

/** Prisma's `skip` and `take`. */
export function pageWindow(input: { page: number; pageSize: number }): { skip: number; take: number } {
  return { skip: (input.page - 1) * input.pageSize, take: input.pageSize };
}

/** Text for a Prisma `contains`, in which `%` and `_` would otherwise match anything. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
