"""Settings of Streamlit that the dashboard relies on, and the version they were measured with."""

import tomllib
from pathlib import Path

import streamlit

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


def test_no_forced_garbage_collection_after_each_run():
    assert CONFIG["runner"]["postScriptGC"] is False
    assert streamlit.config.get_option("runner.postScriptGC") is False


def test_uploads_and_messages_are_limited():
    assert CONFIG["server"]["maxUploadSize"] == 8
    assert CONFIG["server"]["maxMessageSize"] == 16
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_only_this_machine_is_listened_to_and_answered():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["allowedHosts"] == ["localhost", "127.0.0.1", "::1"]


def test_streamlit_is_the_version_whose_private_attribute_is_used():
    from streamlit.runtime.pages_manager import PagesManager

    assert streamlit.__version__ == "1.67.0"
    assert hasattr(PagesManager, "uses_pages_directory")
