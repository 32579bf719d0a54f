/** What happens to the caller: ended on the spot, or told that the call failed. */
export type Action = "kill" | "refuse" | "unknown";

interface Condition {
  readonly argument: number;
  /** Holds when any of these bits is set (or, with `none`, when all are clear). */
  readonly anyOf?: number;
  readonly noneOf?: number;
  readonly equals?: number;
}

export interface SeccompRule {
  readonly calls: readonly string[];
  readonly action: Action;
  /** All must hold; none means always. */
  readonly when?: readonly Condition[];
}

const cloneThread = 0x1_0000;
const cloneNewNamespace = 0x7e02_0080;
const create = 0o100 | 0o20000000;
const executable = 0o6111;
const fakeTerminalInput = 0x5412;
const consoleControl = 0x541c;

/**
 * What an honest Node never does ends the program, so that the attempt is seen. What libraries
 * merely try, to fall back on something older, is answered with an error.
 */
export const rules: readonly SeccompRule[] = [
  { calls: ["clone3", "io_uring_setup", "io_uring_enter", "io_uring_register"], action: "unknown" },
  { calls: ["openat2", "fchmodat2"], action: "unknown" },
  { calls: ["clone"], action: "kill", when: [{ argument: 0, noneOf: cloneThread }] },
  { calls: ["clone"], action: "kill", when: [{ argument: 0, anyOf: cloneNewNamespace }] },
  { calls: ["fork", "vfork", "execveat"], action: "kill" },
  { calls: ["socket", "socketpair", "connect", "bind", "listen"], action: "kill" },
  { calls: ["accept", "accept4"], action: "kill" },
  { calls: ["sendmsg", "sendmmsg"], action: "refuse" },
  { calls: ["symlink", "symlinkat", "link", "linkat", "mknod", "mknodat"], action: "kill" },
  { calls: ["ptrace", "process_vm_readv", "process_vm_writev"], action: "kill" },
  { calls: ["pidfd_getfd", "kcmp"], action: "kill" },
  { calls: ["keyctl", "add_key", "request_key"], action: "kill" },
  { calls: ["mount", "umount2", "pivot_root", "chroot", "unshare", "setns"], action: "kill" },
  { calls: ["fsopen", "fsconfig", "fsmount", "fspick"], action: "kill" },
  { calls: ["move_mount", "open_tree", "mount_setattr"], action: "kill" },
  { calls: ["bpf", "perf_event_open", "userfaultfd", "fanotify_init"], action: "kill" },
  { calls: ["name_to_handle_at", "open_by_handle_at"], action: "kill" },
  { calls: ["shmget", "shmat", "semget", "msgget", "mq_open"], action: "kill" },
  { calls: ["memfd_create", "memfd_secret", "personality", "modify_ldt"], action: "refuse" },
  { calls: ["setxattr", "lsetxattr", "fsetxattr"], action: "refuse" },
  { calls: ["ioctl"], action: "kill", when: [{ argument: 1, equals: fakeTerminalInput }] },
  { calls: ["ioctl"], action: "kill", when: [{ argument: 1, equals: consoleControl }] },
  // No file that could be started can be made: not by its mode at birth, not by a later change.
  {
    calls: ["chmod", "fchmod", "creat"],
    action: "refuse",
    when: [{ argument: 1, anyOf: executable }],
  },
  { calls: ["fchmodat"], action: "refuse", when: [{ argument: 2, anyOf: executable }] },
  {
    calls: ["open"],
    action: "refuse",
    when: [
      { argument: 1, anyOf: create },
      { argument: 2, anyOf: executable },
    ],
  },
  {
    calls: ["openat"],
    action: "refuse",
    when: [
      { argument: 2, anyOf: create },
      { argument: 3, anyOf: executable },
    ],
  },
];

/** Numbers of system calls: on x86-64, on arm64 (undefined where the call does not exist). */
export const callNumbers: Readonly<Record<string, readonly [x64: number, arm64?: number]>> = {
  accept: [43, 202],
  accept4: [288, 242],
  add_key: [248, 217],
  bind: [49, 200],
  bpf: [321, 280],
  chmod: [90],
  chroot: [161, 51],
  clone: [56, 220],
  clone3: [435, 435],
  connect: [42, 203],
  creat: [85],
  execveat: [322, 281],
  fanotify_init: [300, 262],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  fork: [57],
  fsconfig: [431, 431],
  fsetxattr: [190, 7],
  fsmount: [432, 432],
  fsopen: [430, 430],
  fspick: [433, 433],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  io_uring_setup: [425, 425],
  ioctl: [16, 29],
  kcmp: [312, 272],
  keyctl: [250, 219],
  link: [86],
  linkat: [265, 37],
  listen: [50, 201],
  lsetxattr: [189, 6],
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  mknod: [133],
  mknodat: [259, 33],
  modify_ldt: [154],
  mount: [165, 40],
  mount_setattr: [442, 442],
  move_mount: [429, 429],
  mq_open: [240, 180],
  msgget: [68, 186],
  name_to_handle_at: [303, 264],
  open: [2],
  open_by_handle_at: [304, 265],
  open_tree: [428, 428],
  openat: [257, 56],
  openat2: [437, 437],
  perf_event_open: [298, 241],
  personality: [135, 92],
  pidfd_getfd: [438, 438],
  pivot_root: [155, 41],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  ptrace: [101, 117],
  request_key: [249, 218],
  semget: [64, 190],
  sendmmsg: [307, 269],
  sendmsg: [46, 211],
  setns: [308, 268],
  setxattr: [188, 5],
  shmat: [30, 196],
  shmget: [29, 194],
  socket: [41, 198],
  socketpair: [53, 199],
  symlink: [88],
  symlinkat: [266, 36],
  umount2: [166, 39],
  unshare: [272, 97],
  userfaultfd: [323, 282],
  vfork: [58],
};
