"""One cycle of a family on a platform, and what each of its steps took."""
import sys
import time

from meter import Meter, Use
from stack import moment

OUTCOMES = ("succeeded", "fellBack", "skipped", "failed", "cancelled")


def seconds_of(parts):
    return "  ".join(f"{part} {cpu:.1f}" for part, cpu in sorted(parts.items(), key=lambda x: -x[1]) if cpu >= 0.05)


def gigabytes(size):
    return f"{size / 1e9:.2f} GB"


class Cycle:
    """Runs when it is made, and waits for its end. Wall and CPU seconds of all its steps, and its runs by their kind."""

    def __init__(self, platform, family):
        with Meter(*platform.roots()) as self.meter:
            begun = time.time()
            platform.call("run", family)
            self.wall = time.time() - begun
        cycle = platform.get("INGESTION", f"/api/v1/families/{family}/cycles")["items"][0]
        self.runs = {step["kind"]: platform.get(step["service"].upper(), "/api/v1/runs/" + step["run"])
                     for step in cycle["steps"]}
        self.total = self.meter.total()
        self.cpu = sum(use.cpu for use in self.total.values())

    def cpu_of(self, kind):
        """CPU seconds of all processes during one of its steps."""
        run = self.runs[kind]
        return sum(self.meter.between(moment(run["startedAt"]), moment(run["finishedAt"])).values())

    def show(self, name="cycle"):
        """By step and for all: wall seconds, CPU seconds, those by process; memory; bytes of the disk."""
        print(f"\n{'step':10} {'wall s':>8} {'CPU s':>8}   by process")
        for kind, run in self.runs.items():
            begin, end = moment(run["startedAt"]), moment(run["finishedAt"])
            parts = self.meter.between(begin, end)
            print(f"{kind:10} {end - begin:8.1f} {sum(parts.values()):8.1f}   {seconds_of(parts)}")
        print(f"{name:10} {self.wall:8.1f} {self.cpu:8.1f}   "
              f"{seconds_of({part: use.cpu for part, use in self.total.items()})}")
        peak, parts = self.meter.peak()
        print(f"memory     {gigabytes(peak)} at once; " + "  ".join(
            f"{part} {gigabytes(size)}" for part, size in sorted(parts.items(), key=lambda x: -x[1])))
        disk = sum(self.total.values(), Use())
        print(f"disk       {gigabytes(disk.read)} read, {gigabytes(disk.written)} written", flush=True)

    def require_all(self, keys):
        """Exits where a step did not succeed, a key has no outcome, or one failed."""
        for kind, run in self.runs.items():
            progress = run["progress"]
            done = sum(progress[outcome] for outcome in OUTCOMES)
            if run["state"] != "succeeded" or done != keys or progress["failed"]:
                sys.exit(f"{kind} ended as {run['state']} with {progress}")
