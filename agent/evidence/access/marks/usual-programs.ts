/** Where packages put programs. The same name anywhere else is somebody's copy. */
const system = /^\/((usr\/)?(bin|sbin|lib|lib32|lib64|libx32|libexec)|run\/wrappers)\//;
/** Browsers are packaged there, each with the same helper. */
const browserHelper = /^\/opt\/[\w.-]+(\/[\w.-]+)*\/(chrome|msedge|brave|vivaldi|opera)[-_]sandbox$/;

/** Programs that a distribution ships setuid root, each made to be run by everybody. */
const setuid = new Set(
  `
  su sudo sudoedit sudo-rs su-rs visudo-rs doas pkexec passwd chsh chfn newgrp gpasswd chage expiry
  newuidmap newgidmap mount umount fusermount fusermount3 mount.nfs mount.cifs mount.ecryptfs_private
  mount.davfs ntfs-3g ping ping4 ping6 traceroute6.iputils traceroute arping mtr mtr-packet fping at
  crontab ssh-keysign dbus-daemon-launch-helper polkit-agent-helper-1 chrome-sandbox bwrap
  chrome_sandbox unix_chkpwd unix_update pam_timestamp_check utempter userhelper usernetctl Xorg.wrap
  snap-confine lxc-user-nic qemu-bridge-helper spice-client-glib-usb-acl-helper exim4 exim procmail
  sendmail pppd vmware-user-suid-wrapper firejail staprun kismet_cap_linux_bluetooth dmcrypt-get-device
  authopen abrt-action-install-debuginfo-to-abrt-cache grub2-set-bootflag cockpit-session
  sss_pam krb5_child ldap_child p11_child proxy_child selinux_child ksu nvidia-modprobe mount.nfs4
  umount.nfs umount.nfs4 umount.cifs tcptraceroute slock physlock singularity starter-suid run0 wall
  write
  `.split(/\s+/),
);

/** Capabilities by which a program can get at others, and what with. Without them one is no way to anybody. */
export const strongCapabilities: Readonly<Record<string, string>> = {
  chown: "gives any file to any user",
  dac_override: "opens and changes every file",
  dac_read_search: "reads every file",
  fowner: "changes any file's mode",
  fsetid: "keeps setuid on what it changes",
  kill: "ends anybody's processes",
  setgid: "takes on any group",
  setuid: "takes on any user",
  setpcap: "hands capabilities on",
  linux_immutable: "changes what can't be changed",
  net_admin: "changes networks and firewalls",
  net_raw: "reads others' network traffic",
  ipc_owner: "opens anybody's shared memory",
  sys_module: "loads code into the kernel",
  sys_rawio: "reads memory and disks",
  sys_chroot: "changes what programs see",
  sys_ptrace: "looks into anybody's processes",
  sys_admin: "does nearly everything that root does",
  sys_boot: "restarts the host",
  mknod: "makes devices",
  setfcap: "gives capabilities to programs",
  mac_override: "passes the kernel's policy",
  mac_admin: "changes the kernel's policy",
  syslog: "reads the kernel's messages",
  perfmon: "watches anybody's processes",
  bpf: "runs code in the kernel",
  checkpoint_restore: "looks into anybody's processes",
};

/** Programs that a distribution ships with capabilities, and with which. */
const withCapabilities: Readonly<Record<string, readonly string[]>> = {
  ping: ["net_raw"],
  ping4: ["net_raw"],
  ping6: ["net_raw"],
  arping: ["net_raw"],
  clockdiff: ["net_raw"],
  fping: ["net_raw"],
  "mtr-packet": ["net_raw"],
  "traceroute6.iputils": ["net_raw"],
  newuidmap: ["setuid"],
  newgidmap: ["setgid"],
  dumpcap: ["net_raw", "net_admin", "dac_override"],
  "gst-ptp-helper": ["net_admin"],
  "systemd-detect-virt": ["dac_override", "sys_ptrace"],
  suexec: ["setuid", "setgid"],
  traceroute: ["net_raw"],
  tcptraceroute: ["net_raw"],
  "snap-confine": Object.keys(strongCapabilities),
};

export function isUsualSetuid(place: string): boolean {
  return (isSystems(place) && setuid.has(nameOf(place))) || browserHelper.test(place);
}

/** Those of its capabilities that are strong and that it doesn't usually have. */
export function unusualCapabilities(place: string, capabilities: readonly string[]): string[] {
  const usual = isSystems(place) ? (withCapabilities[nameOf(place)] ?? []) : [];
  return capabilities.filter((name) => Object.hasOwn(strongCapabilities, name) && !usual.includes(name));
}

export function isSystems(place: string): boolean {
  return system.test(place);
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf("/") + 1);
}
