"""What processes use: CPU seconds, memory and bytes of the disk, by part, read from /proc a few times a second."""
import dataclasses
import os
import pathlib
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
PROC = pathlib.Path("/proc")


@dataclasses.dataclass
class Use:
    """Since the process began: CPU seconds, bytes read from and written to the disk; at this moment: bytes of memory."""
    cpu: float = 0.0
    memory: int = 0
    read: int = 0
    written: int = 0

    def __add__(self, other):
        return Use(self.cpu + other.cpu, self.memory + other.memory, self.read + other.read,
                   self.written + other.written)


def tree():
    """Parent by process id."""
    parents = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                # The second field is a name in brackets that may hold anything.
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                pass
    return parents


def descendants(roots, parents):
    """The roots and all below them, parents before children."""
    children = {}
    for process, parent in parents.items():
        children.setdefault(parent, []).append(process)
    found, waiting = [], list(roots)
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += children.get(process, [])
    return found


def memory_of(process):
    """Bytes; shared memory is divided among those that share it. The kernel goes over all pages for this."""
    try:
        return next(int(line.split()[1]) * 1024 for line in (PROC / str(process) / "smaps_rollup").read_text().splitlines()
                    if line.startswith("Pss:"))
    except (OSError, StopIteration, ValueError, IndexError):
        return 0


def use(process, memory):
    """Of one process and of its children that ended."""
    folder = PROC / str(process)
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        cpu = sum(int(field) for field in fields[11:15]) / TICKS
        io = dict(line.split(": ") for line in (folder / "io").read_text().splitlines())
        return Use(cpu, memory, int(io["read_bytes"]), int(io["write_bytes"]))
    except (OSError, ValueError, IndexError, KeyError):
        return Use()


def part_of(process):
    """What the local stack calls the process; None where it is not of a stack."""
    try:
        words = (PROC / str(process) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    for word in words:
        if word.startswith(b"-Dmanymodels.part="):
            return word.partition(b"=")[2].decode()
    return "postgres" if words and words[0].endswith(b"/postgres") else None


class Meter:
    """Samples the trees below processes; each process belongs to the part of its nearest ancestor that has one."""

    SAMPLES_FOR_ONE_OF_MEMORY = 4

    def __init__(self, *roots, every=0.5):
        self.roots, self.every = roots, every
        self.samples = []
        self.memory = {}
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def __enter__(self):
        self.take()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.thread.join()
        self.take()

    def watch(self):
        while not self.ending.wait(self.every):
            self.take()

    def take(self):
        parents, parts, sample = tree(), {}, {}
        found = descendants(self.roots, parents)
        if len(self.samples) % self.SAMPLES_FOR_ONE_OF_MEMORY == 0:
            self.memory = {process: memory_of(process) for process in found}
        for process in found:
            part = part_of(process) or parts.get(parents.get(process), "other")
            parts[process] = part
            sample[part] = sample.get(part, Use()) + use(process, self.memory.get(process, 0))
        self.samples.append((time.time(), sample))

    def at(self, moment):
        """The last sample that is not later, or the first."""
        return next((sample for when, sample in reversed(self.samples) if when <= moment), self.samples[0][1])

    def between(self, begin, end):
        """CPU seconds by part."""
        before, after = self.at(begin), self.at(end)
        return {part: now.cpu - before.get(part, Use()).cpu for part, now in after.items()}

    def total(self):
        """CPU seconds, bytes read, bytes written by part over all samples."""
        first, last = self.samples[0][1], self.samples[-1][1]
        return {part: Use(now.cpu - first.get(part, Use()).cpu, 0, now.read - first.get(part, Use()).read,
                          now.written - first.get(part, Use()).written) for part, now in last.items()}

    def peak(self):
        """Bytes of memory of all together at their worst moment, and of each part at its own."""
        parts = {}
        for _, sample in self.samples:
            for part, now in sample.items():
                parts[part] = max(parts.get(part, 0), now.memory)
        return max(sum(now.memory for now in sample.values()) for _, sample in self.samples), parts
