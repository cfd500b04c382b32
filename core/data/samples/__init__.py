"""The samples: each import below enters its own into the catalogue, in the order in which menus show them."""

from core.data.samples import thread  # isort: skip
from core.data.samples import shapes  # isort: skip
from core.data.samples import noises  # isort: skip
from core.data.samples import mixtures  # isort: skip
from core.data.samples import recordings  # isort: skip
from core.data.samples import photographs  # isort: skip
from core.data.samples import patterns  # isort: skip

__all__ = ["mixtures", "noises", "patterns", "photographs", "recordings", "shapes", "thread"]
