/** What happens to the caller: ended on the spot, or told that the call failed. */
export type Action = "kill" | "refuse" | "unknown";

interface Condition {
  readonly argument: number;
  /** Holds when any of these bits is set (or, with `none`, when all are clear). */
  readonly anyOf?: number;
  readonly noneOf?: number;
  readonly equals?: number;
}

export interface Rule {
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
export const rules: readonly Rule[] = [
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
