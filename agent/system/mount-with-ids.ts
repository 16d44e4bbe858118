import { runCommand } from "./run-command.ts";

/** What `mount -o X-mount.idmap` does where mount is new enough. */
const program = `
use strict; use warnings; use Config;
my ($from, $to, @moves) = @ARGV; $^F = 100;
my ($open_tree, $move_mount, $mount_setattr) = (428, 429, 442);
my $unshare = $Config{archname} =~ /x86_64/ ? 272 : 97;
pipe(my $ready, my $isReady) or die "pipe $!"; pipe(my $end, my $isEnd) or die "pipe $!";
my $pid = fork() // die "fork $!";
if ($pid == 0) {
  close($isEnd); close($ready);
  syscall($unshare, 0x10000000) == 0 or exit 1;
  syswrite($isReady, "x"); sysread($end, my $byte, 1); exit 0;
}
close($isReady); close($end);
sysread($ready, my $byte, 1) == 1 or die "unshare: no user namespace can be made";
for my $map ("uid_map", "gid_map") {
  open(my $file, ">", "/proc/$pid/$map") or die "$map $!";
  syswrite($file, join("", map { my ($id, $as) = split(/:/); "$id $as 1\\n" } @moves)) or die "$map $!";
}
open(my $namespace, "<", "/proc/$pid/ns/user") or die "namespace $!";
my $here = -100; my $empty = "";
my $tree = syscall($open_tree, $here, $from, 1); die "open_tree $!" if $tree < 0;
my $attributes = pack("QQQQ", 0x100000, 0, 0, fileno($namespace));
syscall($mount_setattr, $tree, $empty, 0x1000, $attributes, 32) == 0 or die "mount_setattr $!";
syscall($move_mount, $tree, $empty, $here, $to, 4) == 0 or die "move_mount $!";
syswrite($isEnd, "x"); waitpid($pid, 0);
`;

/** Both a user's and a group's number, and the number that they are seen as. */
export type MovedId = { readonly id: number; readonly shownAs: number };

/**
 * Mounts a directory once more, where its files are seen as other users'. An id
 * that is not moved is seen as nobody's.
 *
 * @returns why this host can't; null when it is mounted
 */
export async function mountWithIds(
  from: string,
  to: string,
  moved: readonly MovedId[],
): Promise<string | null> {
  const moves = moved.map(({ id, shownAs }) => `${id}:${shownAs}`);
  const { exitCode, stderr } = await runCommand(
    {
      file: "perl",
      args: ["-e", program, from, to, ...moves],
      cwd: "/",
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" },
    },
    { timeoutMs: 30_000 },
  ).catch(() => ({ exitCode: null, stderr: "There is no perl, which would do it." }));
  return exitCode === 0 ? null : stderr.trim().slice(0, 300);
}
