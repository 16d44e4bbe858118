/**
 * Gives a program a node of the kernel's tun device that it may open, in a view
 * of its own, and becomes that program: nothing of this is left running, and
 * the host's /dev isn't touched. Many hosts keep their node for root, or have
 * none until something asks for it. Where none can be made, as in some
 * containers, the program gets the host's as it is.
 *
 * Nothing from outside is put into the text: the command comes as arguments.
 */
const script = `at=/dev/net
[ -d "$at" ] || at=/dev
if mount -t tmpfs -o mode=0755,size=64k tmpfs "$at"; then
  {
    [ "$at" = /dev/net ] || { mknod -m 0666 /dev/null c 1 3 && mkdir -m 0755 /dev/net; }
  } && mknod -m 0666 /dev/net/tun c 10 200 || umount "$at"
fi
exec "$@"`;

/** What comes before a command that needs that device. What the host mounts and unmounts later holds in there too, so nothing stays in use because of it. */
export const withOwnDevice: readonly string[] = [
  ...["/usr/bin/unshare", "--mount", "--propagation", "slave", "--"],
  ...["/bin/sh", "-c", script, "sh"],
];
