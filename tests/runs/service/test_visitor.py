"""Whoever comes may look at every run and lead their own; on one's own machine all are one's own."""

import pytest

from core.runs import StoreError, Visitor
from core.runs.service.visitor import OWN_MACHINE, NotYours, check_may_control


@pytest.mark.parametrize("owner", ["anna", None])
def test_on_ones_own_machine_every_run_may_be_led(owner):
    assert Visitor() == OWN_MACHINE
    check_may_control(OWN_MACHINE, owner)


@pytest.mark.parametrize("owner", ["ben", None, "", "Anna", "anna "])
def test_a_run_of_somebody_else_or_of_nobody_gets_a_sentence(owner):
    check_may_control(Visitor("anna", "here"), "anna")
    with pytest.raises(NotYours) as caught:
        check_may_control(Visitor("anna", "here"), owner)
    assert str(caught.value) == (
        "This run is somebody else's: you can watch it, compare it, and branch a run of your own from it."
    )
    assert isinstance(caught.value, StoreError)
