"""Saved runs: trained outside the web server, stored with all that is needed to go on, and addressed by their id.

A *record* is the experiment and the settings of a run, and how far it is. The *store* keeps records and snapshots in a
database. A *worker* is a process that gives each live run a slice of time in turn. The *service* starts one, or shares
those of its machine with other servers. Workers and servers can be killed at any moment without a run being lost.
"""

from core.runs.records.coding import decode_experiment, decode_snapshot, encode_experiment, encode_snapshot
from core.runs.records.files import decode_run, encode_run
from core.runs.records.naming import Label
from core.runs.records.numbers import DamagedRun
from core.runs.records.record import LIVE, STATUSES, RunRecord, is_id, new_id
from core.runs.records.view import RunView
from core.runs.service.bringing import bring_run
from core.runs.service.comparison import differences, row_labels, view_labels
from core.runs.service.keeping import keep_run
from core.runs.service.service import Service
from core.runs.service.visitor import OWN_MACHINE, NotYours, Visitor
from core.runs.store.database import NoSuchRun, StoreError, default_url
from core.runs.store.outlines import Outline
from core.runs.store.places import Full
from core.runs.store.store import Store

__all__ = [
    "LIVE",
    "OWN_MACHINE",
    "STATUSES",
    "DamagedRun",
    "Full",
    "Label",
    "NoSuchRun",
    "NotYours",
    "Outline",
    "RunRecord",
    "RunView",
    "Service",
    "Store",
    "StoreError",
    "Visitor",
    "bring_run",
    "decode_experiment",
    "decode_run",
    "decode_snapshot",
    "default_url",
    "differences",
    "encode_experiment",
    "encode_run",
    "encode_snapshot",
    "is_id",
    "keep_run",
    "new_id",
    "row_labels",
    "view_labels",
]
