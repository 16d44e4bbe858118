export { type CancelSelfTestInput, cancelSelfTest } from "./cancel-self-test.ts";
export { type ListSelfTestsInput, listSelfTests } from "./list-self-tests.ts";
export { type RecordSelfTestInput, recordSelfTest } from "./record-self-test.ts";
export { type RequestSelfTestInput, requestSelfTest } from "./request-self-test.ts";
export type { SelfTestDto } from "./self-test-dto.ts";
