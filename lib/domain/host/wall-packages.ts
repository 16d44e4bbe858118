/** The programs that the walls between tenants are made with. */
export const wallPrograms = ["bwrap", "nft", "ip", "pasta"] as const;
export type WallProgram = (typeof wallPrograms)[number];

/** Distributions that call their packages the same and install them with the same command. */
export type PackageFamily = "debian" | "fedora";

const packageNames: Record<PackageFamily, Record<WallProgram, string>> = {
  debian: { bwrap: "bubblewrap", nft: "nftables", ip: "iproute2", pasta: "passt" },
  fedora: { bwrap: "bubblewrap", nft: "nftables", ip: "iproute", pasta: "passt" },
};

const installers: Record<PackageFamily, readonly string[]> = {
  debian: ["apt-get", "install"],
  fedora: ["dnf", "install"],
};

/**
 * Which family a host is of.
 *
 * @param osRelease what /etc/os-release says; what a distribution is like counts where it isn't known itself
 * @returns null for a distribution whose package names aren't known
 */
export function packageFamilyOf(osRelease: string): PackageFamily | null {
  const names = ["ID", "ID_LIKE"].flatMap((key) => {
    const value = new RegExp(`^${key}=(.*)$`, "m").exec(osRelease)?.[1] ?? "";
    return value.replaceAll(/["']/g, "").toLowerCase().split(/\s+/);
  });
  if (names.some((name) => ["debian", "ubuntu"].includes(name))) return "debian";
  return names.some((name) => ["fedora", "rhel", "centos"].includes(name)) ? "fedora" : null;
}

/** The packages that hold these programs, each once. */
export function packagesFor(family: PackageFamily, programs: readonly WallProgram[]): string[] {
  return [...new Set(programs.map((program) => packageNames[family][program]))];
}

/** What installs these programs when root runs it, as words of a command line. It asks before it does. */
export function installCommand(family: PackageFamily, programs: readonly WallProgram[]): string[] {
  return [...installers[family], ...packagesFor(family, programs)];
}
