"""What was used a moment ago: forgotten with time, by number and by bytes."""

from __future__ import annotations

from core.background import recent as recent_module
from core.background.recent import Recent


def test_what_was_not_used_for_a_while_is_forgotten(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(recent_module, "clock", lambda: now[0])
    recent = Recent[str, int](60.0, 9)
    recent.put("a", 1)
    recent.put("b", 2)
    now[0] = 50.0
    assert recent.get("a") == 1
    now[0] = 70.0
    assert (recent.get("a"), recent.get("b")) == (1, None)


def test_together_they_have_so_many_bytes_and_the_last_one_stays():
    recent = Recent[str, int](60.0, 9, 100)
    for key, size in (("a", 60), ("b", 40), ("c", 1)):
        recent.put(key, size, size)
    assert [recent.get(key) for key in "abc"] == [None, 40, 1]
    # used again, it keeps its size
    recent.put("d", 60, 60)
    assert [recent.get(key) for key in "bcd"] == [None, 1, 60]
    recent.put("large", 1000, 1000)
    assert [recent.get(key) for key in ("c", "d", "large")] == [None, None, 1000]
