import { describe, expect, it } from "vitest";
import { clientListQuery, formatClientFilter, parseClientFilter } from "./client-filter.ts";

describe("the filter of the client list", () => {
  it("leaves the address bare while nothing is set", () => {
    expect(formatClientFilter(parseClientFilter({}))).toBe("");
  });

  it("comes back from the address as it was written", () => {
    const filter = parseClientFilter({ search: "a & b", status: "archived", sort: "tenantCount", page: "3" });
    const written = new URLSearchParams(formatClientFilter(filter));
    expect(parseClientFilter(Object.fromEntries(written))).toEqual(filter);
    expect(filter.page).toBe(3);
  });

  it("takes the default for what makes no sense", () => {
    const filter = parseClientFilter({ status: "gone", sort: ["x"], page: "-1", accountManagerId: "me" });
    expect(filter).toEqual(parseClientFilter({}));
  });

  it("asks the server only for what the server knows", () => {
    expect(clientListQuery(parseClientFilter({ panel: "new" }))).toEqual({
      status: "active",
      sort: "name",
      direction: "asc",
      page: 1,
    });
  });
});
