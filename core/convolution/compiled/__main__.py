"""`python -m core.convolution.compiled` compiles the loops ahead of their first use."""

import sys

from core.convolution.compiled.library import compile_to_disk, object_file

if object_file() is None and compile_to_disk() is None:
    sys.exit("The compiled loops cannot be kept anywhere: the dashboard works without them, but slowly.")
