"""System calls that no answer to an exercise needs, refused by the kernel inside the sandbox.

Sockets, shared memory and queues that outlive their process, keys, new namespaces, a look into
other processes: the namespaces keep these harmless, and this keeps them away. The filter is a
program of the kernel's own small machine (BPF), handed to bubblewrap through a pipe.
"""

import errno
import os
import platform
import struct

NAMES = (
    "ptrace process_vm_readv process_vm_writev kcmp shmget semget msgget mq_open add_key "
    "request_key keyctl unshare setns mount umount2 pivot_root chroot bpf perf_event_open "
    "userfaultfd io_uring_setup memfd_create open_by_handle_at socket setpriority "
    "sched_setaffinity sched_setscheduler sched_setparam sched_setattr ioprio_set pidfd_open"
)
NUMBERS = {  # of the calls above, in their order
    "x86_64": [101, 310, 311, 312, 29, 64, 68, 240, 248, 249, 250, 272, 308, 165, 166, 155, 161,
               321, 298, 323, 425, 319, 304, 41, 141, 203, 144, 142, 314, 251, 434],
    "aarch64": [117, 270, 271, 272, 194, 190, 186, 180, 217, 218, 219, 97, 268, 40, 39, 41, 51,
                280, 241, 282, 425, 279, 265, 198, 140, 122, 119, 118, 274, 30, 434],
}  # fmt: skip
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE, LIMIT = {"x86_64": 56, "aarch64": 220}, {"x86_64": 302, "aarch64": 261}
CLONE3, NEW_NAMESPACES = 435, 0x7E020000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where the kernel puts them
ALLOW, REFUSE = 0x7FFF0000, 0x00050000


def step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """One step of the program; the jumps count the steps that are passed over."""
    return struct.pack("=HBBI", code, then, otherwise, value)


REFUSAL = step(RETURN, REFUSE | errno.EPERM)
FIRST = step(LOAD, FIRST_ARGUMENT)


def program(machine: str) -> bytes:
    """The filter for a kind of processor; b"" for one whose calls are not listed here.

    Examples
    --------
    >>> len(program("x86_64")) % 8, program("abacus")
    (0, b'')
    """
    if machine not in NUMBERS:
        return b""
    tests = [
        *(step(EQUAL, number, 0, 1) + REFUSAL for number in NUMBERS[machine]),
        step(AT_LEAST, 0x40000000, 0, 1) + REFUSAL,  # calls of another kind of program
        step(EQUAL, CLONE3, 0, 1) + step(RETURN, REFUSE | errno.ENOSYS),  # then clone is used
        step(EQUAL, CLONE[machine], 0, 3) + FIRST + step(ANY_BIT, NEW_NAMESPACES, 0, 1) + REFUSAL,
        step(LOAD, NUMBER),
        step(EQUAL, LIMIT[machine], 0, 3) + FIRST + step(EQUAL, 0, 1, 0) + REFUSAL,  # of others
    ]
    own = step(LOAD, ARCHITECTURE) + step(EQUAL, ARCHITECTURES[machine], 1, 0) + REFUSAL
    return own + step(LOAD, NUMBER) + b"".join(tests) + step(RETURN, ALLOW)


def as_pipe() -> int:
    """The end of a pipe from which the filter can be read; -1 if there is none."""
    text = program(platform.machine())
    if not text:
        return -1
    reading, writing = os.pipe()
    os.write(writing, text)
    os.close(writing)
    return reading
