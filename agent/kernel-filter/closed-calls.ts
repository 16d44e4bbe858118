/** The machines that Bulkhead knows the kernel's numbers of, as Node names them. */
export const filterMachines = ["x64", "arm64"] as const;
export type FilterMachine = (typeof filterMachines)[number];

/** A number a machine; null where the call doesn't exist. */
type Numbers = Readonly<Record<FilterMachine, number | null>>;
const at = <X, A>(x64: X, arm64: A) => ({ x64, arm64 });
/** Calls that came after machines agreed on their numbers. */
const everywhere = (number: number) => at(number, number);

/**
 * Calls that nothing inside a boundary needs, and that are refused whatever
 * their arguments: what makes or enters namespaces and mounts, what gets at
 * another process's memory, and doors of the kernel that are for its keeper
 * or are known for their flaws.
 */
export const closedCalls = {
  setns: at(308, 268),
  mount: at(165, 40),
  umount2: at(166, 39),
  pivot_root: at(155, 41),
  chroot: at(161, 51),
  open_tree: everywhere(428),
  move_mount: everywhere(429),
  fsopen: everywhere(430),
  fsconfig: everywhere(431),
  fsmount: everywhere(432),
  fspick: everywhere(433),
  mount_setattr: everywhere(442),
  open_tree_attr: everywhere(467),
  ptrace: at(101, 117),
  process_vm_readv: at(310, 270),
  process_vm_writev: at(311, 271),
  pidfd_getfd: everywhere(438),
  kcmp: at(312, 272),
  process_madvise: everywhere(440),
  process_mrelease: everywhere(448),
  add_key: at(248, 217),
  request_key: at(249, 218),
  keyctl: at(250, 219),
  io_uring_setup: everywhere(425),
  io_uring_enter: everywhere(426),
  io_uring_register: everywhere(427),
  bpf: at(321, 280),
  perf_event_open: at(298, 241),
  userfaultfd: at(323, 282),
  fanotify_init: at(300, 262),
  name_to_handle_at: at(303, 264),
  open_by_handle_at: at(304, 265),
  kexec_load: at(246, 104),
  kexec_file_load: at(320, 294),
  init_module: at(175, 105),
  finit_module: at(313, 273),
  delete_module: at(176, 106),
  create_module: at(174, null),
  query_module: at(178, null),
  get_kernel_syms: at(177, null),
  quotactl: at(179, 60),
  quotactl_fd: everywhere(443),
  swapon: at(167, 224),
  swapoff: at(168, 225),
  reboot: at(169, 142),
  acct: at(163, 89),
  settimeofday: at(164, 170),
  clock_settime: at(227, 112),
  adjtimex: at(159, 171),
  clock_adjtime: at(305, 266),
  syslog: at(103, 116),
  sethostname: at(170, 161),
  setdomainname: at(171, 162),
  vhangup: at(153, 58),
  nfsservctl: at(180, 42),
  lookup_dcookie: at(212, 18),
  iopl: at(172, null),
  ioperm: at(173, null),
  modify_ldt: at(154, null),
  uselib: at(134, null),
  _sysctl: at(156, null),
} as const satisfies Readonly<Record<string, Numbers>>;

/** Calls that are refused for some arguments only, or in another way. */
export const guardedCalls = {
  clone: at(56, 220),
  clone3: everywhere(435),
  unshare: at(272, 97),
  ioctl: at(16, 29),
  prctl: at(157, 167),
  socket: at(41, 198),
} as const satisfies Readonly<Record<string, Numbers>>;
