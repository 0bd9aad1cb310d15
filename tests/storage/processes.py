"""Starting replicas, letting all of them loose at once, and hearing what they did."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Replica = subprocess.Popen[str]


def start(*command: str) -> Replica:
    program = [sys.executable, Path(__file__).with_name("replica.py"), *command]
    return subprocess.Popen(
        program, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run_together(count: int, *command: str) -> list[Any]:
    """What each of so many processes answers, all of them having begun at the same moment."""
    replicas = [start(*command) for _ in range(count)]
    for replica in replicas:
        assert replica.stdout is not None
        replica.stdout.readline()
    for replica in replicas:
        assert replica.stdin is not None
        replica.stdin.write("go\n")
        replica.stdin.flush()
    return [_answer(replica) for replica in replicas]


def _answer(replica: Replica) -> Any:
    try:
        said, complaint = replica.communicate(timeout=90)
    finally:
        replica.kill()
    assert replica.returncode == 0, complaint
    return json.loads(said)


def run_and_die(*command: str) -> int:
    """The return code of a process that is to end badly."""
    replica = start(*command)
    try:
        replica.communicate("go\n", timeout=60)
    finally:
        replica.kill()
    return replica.returncode
