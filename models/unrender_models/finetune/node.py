"""Runs the project's own scripts of JavaScript: they know the sources as the product knows them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def run_node(script: Path, arguments: list[str], given: str) -> str:
    """What a script writes. @raises SystemExit with what it said where it failed"""
    own = ROOT / "node_modules" / ".bin" / "node"
    node = str(own) if own.exists() else shutil.which("node")
    if node is None:
        sys.exit("Node.js is missing (npm install).")
    done = subprocess.run([node, str(script), *arguments], input=given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{script.name} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
