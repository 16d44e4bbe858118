import { expect, test } from "vitest";
import { installCommand, packageFamilyOf, wallPrograms } from "./wall-packages.ts";

test.each([
  ['NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n', "debian"],
  ["NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n", "debian"],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', "debian"],
  ["ID=fedora\nVERSION_ID=42\n", "fedora"],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"],
  ["ID=arch\n", null],
  ["", null],
])("knows the family of %j", (osRelease, family) => {
  expect(packageFamilyOf(osRelease)).toBe(family);
});

test("names the packages as the distribution names them", () => {
  expect(installCommand("debian", wallPrograms).join(" ")).toBe(
    "apt-get install bubblewrap nftables iproute2 passt",
  );
  expect(installCommand("fedora", wallPrograms).join(" ")).toBe(
    "dnf install bubblewrap nftables iproute passt",
  );
});
