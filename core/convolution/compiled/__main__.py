"""`python -m core.convolution.compiled` compiles the loops ahead of their first use."""

import sys

from core.convolution.compiled.library import compile_modules, is_compiled

if not is_compiled():
    compile_modules()
    if not is_compiled():
        sys.exit("The loops could not be compiled: the dashboard works without them, but slowly.")
