"""One of the processes of a test: `two_processes.py ddp|fsdp [STAGE FOLDER STEPS]...`, started by torch.distributed.run. Runs the stages one after the other."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch
import torch.distributed as dist

from unrender_models.flamingo.recipes import RECIPES
from unrender_models.flamingo.train import Run

if __name__ == "__main__":
    torch.set_num_threads(1)
    parallel, *runs = sys.argv[1:]
    dist.init_process_group("gloo")
    for at in range(0, len(runs), 3):
        stage, folder, steps = runs[at : at + 3]
        Run(
            RECIPES[stage],
            argparse.Namespace(folder=Path(folder), steps=int(steps), batch=8, parallel=parallel, save_every=2, rate=None, sizes=""),
        ).go()
        # The next one may build upon what the first process has just written.
        dist.barrier()
    dist.destroy_process_group()
