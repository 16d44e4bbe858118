export { type ChangeOwnPasswordInput, changeOwnPassword } from "./change-own-password.ts";
export { createFirstOwner, type FirstOwner } from "./create-first-owner.ts";
export { type CreateUserInput, createUser } from "./create-user.ts";
export { listUserNames } from "./list-user-names.ts";
export { type ListUsersInput, listUsers } from "./list-users.ts";
export { reissueOwnerPassword } from "./reissue-owner-password.ts";
export { type ResetPasswordInput, resetPassword } from "./reset-password.ts";
export { type UpdateUserInput, updateUser } from "./update-user.ts";
export type { OneTimePasswordDto, UserDto, UserNameDto } from "./user-dto.ts";
