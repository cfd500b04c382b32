"""The logistic loss and its gradient as one compiled pass over the patches, for many parameter vectors at once.

`arguments` names the arguments of a pass. `code`, which compiles it, imports llvmlite: import it inside functions.
"""
