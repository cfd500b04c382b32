"""`python -m core.convolution` compiles the loops before their first use; `--print` also prints the object code."""

import sys

from core.convolution.library import FUNCTIONS, OBJECT_FILE
from core.machine.compiler import object_code

printed = "--print" in sys.argv
code = OBJECT_FILE.read()
if code is None:
    code = object_code(FUNCTIONS)
    if OBJECT_FILE.save(code) is None and not printed:
        sys.exit("The compiled loops cannot be saved anywhere: each start of the dashboard compiles them anew.")
if printed:
    sys.stdout.buffer.write(code)
