"""`python -m core.convolution.compiled` compiles the loops ahead of their first use; `--print` also prints them."""

import sys

from core.convolution.compiled.build import object_code
from core.convolution.compiled.kept import keep, kept_code

printed = "--print" in sys.argv
code = kept_code()
if code is None:
    code = object_code()
    if keep(code) is None and not printed:
        sys.exit("The compiled loops cannot be kept anywhere: each start of the dashboard compiles them anew.")
if printed:
    sys.stdout.buffer.write(code)
