"""Converts a checkpoint to a package.

    python -m unrender_models.convert CHECKPOINT OUT [--format fp32|fp16|int8|int4] [--exact]

CHECKPOINT is a folder with weights (safetensors), config.json and the tokenizer. docs/model-package.md says what comes out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .checkpoint import CheckpointError
from .convert import KINDS, Request, convert
from .formats import FORMATS


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m unrender_models.convert", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path, help="folder of the package: must not exist, or be empty")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="int8",
        help="of the language model's weights; parts that look stay at 8 bits or more (default: %(default)s)",
    )
    parser.add_argument(
        "--exact",
        action="store_true",
        help="int8, int4: compute in float32 with the stored weights; without it activations are rounded to 8 bits too, which is faster (int8: by far) and may turn a close call between two tokens",
    )
    parser.add_argument("--layout", choices=sorted(KINDS), help="what the checkpoint is, where config.json does not say")
    for base, text in (("language", "language model"), ("vision", "vision encoder"), ("qformer", "Q-Former")):
        parser.add_argument(
            f"--{base}",
            type=Path,
            help=f"OpenFlamingo, MiniGPT-4, DeepSpeed-VisualChat: folder or file of the {text} that the checkpoint builds upon",
        )
    parser.add_argument("--name", help="of the package (default: the checkpoint's)")
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--licence", default="LicenseRef-unknown", help="SPDX expression of the weights' licence")
    args = parser.parse_args()
    try:
        bases = {name: getattr(args, name) for name in ("language", "vision", "qformer") if getattr(args, name) is not None}
        convert(Request(args.checkpoint, args.out, args.format, args.name, args.version, args.licence, args.layout, bases, not args.exact))
    except CheckpointError as error:
        sys.exit(str(error))
    print(f"{args.out} is complete.")


if __name__ == "__main__":
    main()
