export { createReport } from "./create-report.ts";
export { getReport } from "./get-report.ts";
