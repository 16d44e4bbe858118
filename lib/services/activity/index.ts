export type { ActivityDto, ActivityPage } from "./activity-dto.ts";
export { type ListActivityInput, listActivity } from "./list-activity.ts";
export { type ActivityAction, type ActivityEntry, recordActivity } from "./record-activity.ts";
