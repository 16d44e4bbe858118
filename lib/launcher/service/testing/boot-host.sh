#!/usr/bin/env bash
# Boots this machine's own systemd once more, beside what runs: in namespaces of its own, over a copy-on-write
# view of / that is kept in a directory, so that it can be "rebooted". Nothing of the machine is written but
# that directory and the installation's, which is mounted as it is.
#
# boot-host.sh probe|boot DIRECTORY HOME
set -euo pipefail
stage=$1 directory=$2 home=$3

mount_root() {
  mkdir -p "$directory"/{upper,work,root}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$directory/upper,workdir=$directory/work" "$directory/root"
}

case $stage in
boot | probe)
  # A group of its own, since systemd takes the one in which it begins for the whole machine's.
  mount=/sys/fs/cgroup
  [ -e "$mount/cgroup.controllers" ] || mount=$mount/unified
  group="$mount$(sed -n 's/^0:://p' /proc/self/cgroup)/$(basename "$directory")"
  mkdir -p "$group"
  exec unshare --mount --propagation private --pid --fork --kill-child --uts --ipc --net \
    bash "$0" "into-group-to-$stage" "$directory" "$home" "$group"
  ;;
into-group-to-probe)
  mount_root
  exit 0
  ;;
into-group-to-boot)
  echo 0 >"$4/cgroup.procs"
  exec unshare --cgroup bash "$0" begin "$directory" "$home"
  ;;
esac

mount_root
root=$directory/root
mount --bind "$home" "$root$home"
cd "$root"
if [ ! -e "$directory/is-new-no-more" ]; then
  # What this machine starts beside systemd itself isn't started a second time, and no disk is mounted twice.
  rm -rf etc/systemd/system/*.wants
  : >etc/fstab
  [ -s etc/machine-id ] || echo 0123456789abcdef0123456789abcdef >etc/machine-id
  touch "$directory/is-new-no-more"
fi

mount -t proc proc proc
# As in any container: the kernel's settings are this machine's, but for those of its network.
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount --bind proc/sys/net proc/sys/net
mount -o remount,bind,rw proc/sys/net
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
mkdir -p dev/pts dev/shm dev/net
for device in null zero full random urandom tty net/tun; do
  if [ -e "/dev/$device" ]; then touch "dev/$device" && mount --bind "/dev/$device" "dev/$device"; fi
done
ln -s /proc/self/fd dev/fd
ln -s pts/ptmx dev/ptmx
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs tmpfs dev/shm
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -p "$directory/old"
mkdir -p ".$directory/old"
pivot_root . ".$directory/old"
umount -l "$directory/old"
ip link set lo up
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
  /lib/systemd/systemd --system --log-target=journal --show-status=no --unit=multi-user.target fstab=no
