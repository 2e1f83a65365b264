"""A platform of one checkout, on a folder and ports of its own, for the benchmarks beside this file."""
import collections
import datetime
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

PARTS = ["POSTGRES", "KAFKA", "KAFKA_CONTROLLER", "STORAGE", "INGESTION", "TRAINING", "PROMOTION", "SCORING", "REALTIME", "CONSOLE"]
FIRST_PORT = 29_001


def free_ports(count):
    """So many ports in a row that nobody listens on, not the first such: another benchmark may be about to start there."""
    first = FIRST_PORT + count * random.randrange(200)
    while not all(is_free(port) for port in range(first, first + count)):
        first += count
    return range(first, first + count)


def is_free(port):
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def generate(checkout, keys, rows, file):
    """Writes the daily sales of so many keys, with so many rows in all."""
    subprocess.run([str(checkout / "manymodels"), "generate", "--keys", str(keys), "--rows", str(rows), "--out", str(file)],
                   check=True)


class Stack:
    """Starts on entry, ends and removes its folder on exit."""

    def __init__(self, checkout, folder, landing, services="ingestion,training,promotion,scoring,realtime"):
        self.checkout, self.folder, self.landing = checkout, folder, landing
        self.data = folder / "stack"
        # Nobody looks at pages: without the console its memory and its start are not measured.
        self.environment = dict(os.environ, MANYMODELS_DATA=str(self.data),
                                MANYMODELS_SERVICES=services)
        for part, port in zip(PARTS, free_ports(len(PARTS))):
            self.environment["MANYMODELS_PORT_" + part] = str(port)

    def ask(self, *arguments):
        return subprocess.run([str(self.checkout / "manymodels"), *arguments], env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True)

    def call(self, *arguments):
        done = self.ask(*arguments)
        if done.returncode != 0:
            sys.exit(f"{self.checkout}: manymodels {' '.join(arguments)} exited with {done.returncode}\n"
                     f"{done.stdout}\n{done.stderr}")
        return done.stdout

    def timed(self, *arguments):
        begun = time.perf_counter()
        self.call(*arguments)
        return time.perf_counter() - begun

    def variables(self):
        # Builds that give a key of less than all rights have a way to ask for more.
        owner = self.ask("env", "--role", "owner")
        text = owner.stdout if owner.returncode == 0 else self.call("env")
        lines = (line.removeprefix("export ").partition("=") for line in text.splitlines()
                 if line.startswith("export "))
        return {name: value.strip("'") for name, _, value in lines}

    def __enter__(self):
        # Who is told to end takes the stack along.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.call("up", "--landing", str(self.landing), "--detach")
        return self

    def roots(self):
        """The supervisor, and PostgreSQL's first process, which leaves those that started it."""
        return (int((self.data / "run" / "stack.pid").read_text()),
                int((self.data / "postgres" / "data" / "postmaster.pid").read_text().split()[0]))

    def __exit__(self, *_):
        self.call("down")
        shutil.rmtree(self.folder, ignore_errors=True)


class Platform(Stack):
    """A stack that is asked by REST, with all rights, and whose processes are known."""

    def get(self, service, path):
        return self.send(service, path, None)

    def send(self, service, path, body):
        """A GET where there is no body, else a POST of JSON."""
        request = urllib.request.Request(self.where["MANYMODELS_URL_" + service] + path,
                                         None if body is None else json.dumps(body).encode(),
                                         {"Authorization": "Bearer " + self.where["MANYMODELS_API_KEY"],
                                          "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def models(self, family, run):
        """How many versions each key has of its own from a training."""
        found, cursor = collections.Counter(), ""
        while cursor is not None:
            page = self.get("TRAINING", f"/api/v1/families/{family}/candidates?run={run['id']}&limit=500{cursor}")
            found.update(json.dumps(model["key"]) for model in page["items"] if model["scope"] == "own")
            cursor = f"&cursor={page['nextCursor']}" if page["nextCursor"] else None
        return found

    def __enter__(self):
        super().__enter__()
        self.where = self.variables()
        return self

    def pid(self, service):
        return int((self.data / "run" / f"{service}.pid").read_text())

    def command(self, service):
        """What starts the service, without what records its first start for faster ones: one process alone may write that."""
        words = pathlib.Path(f"/proc/{self.pid(service)}/cmdline").read_bytes().decode().split("\0")[:-1]
        return [word for word in words if not word.startswith("-XX:AOT")]


def java_of(command):
    """The folders of the programs of the JDK and of the application, with its libraries, that a command starts."""
    return pathlib.Path(command[0]).parent, pathlib.Path(command[command.index("-jar") + 1]).parent


def moment(text):
    """Seconds since 1970 of a time in JSON."""
    return datetime.datetime.fromisoformat(text).timestamp()
