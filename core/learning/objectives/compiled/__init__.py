"""The logistic loss and its gradient as one compiled pass over the patches, for many sets of numbers at once.

`arguments` names what a pass is handed. `code`, which compiles it, imports llvmlite: take it inside functions.
"""
