"""The tables that the code expects are those that the migrations make, from any earlier version."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from core.runs import Store, StoreError
from core.runs.store import schema
from core.runs.store.database import opened
from core.runs.store.schema import METADATA, RUNS, migrate
from tests.runs.store.test_store import entered


def test_the_migrations_make_the_tables_that_the_code_expects(store):
    made = inspect(store._engine)
    for table in METADATA.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in made.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name


def test_runs_of_an_earlier_version_are_still_there_and_belong_to_whoever_has_the_machine(url):
    engine = opened(url)
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    store = Store(url)
    run = entered(store).id
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    store.close()
    again = Store(url)
    record = again.get(run)
    assert (record.owner, record.data_owner) == (None, None)
    assert [row["id"] for row in again.rows()] == [run]
    assert again.rows(owner="anna") == []
    again.close()
    engine.dispose()


def test_a_database_that_is_up_to_date_is_left_as_it_is(store):
    run = entered(store).id
    before = everything(store)
    migrate(store._engine)
    assert everything(store) == before
    assert before["runs"][0][0] == run


def test_the_tables_of_a_newer_version_are_used_as_they_are(store):
    with store._engine.begin() as connection:
        connection.execute(text("ALTER TABLE runs ADD COLUMN colour VARCHAR(8)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    earlier = Store(store.url)
    run = entered(earlier).id
    assert store.get(run).status == "running"
    with store._engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    earlier.close()


def test_processes_that_start_at_once_make_the_tables_once(url):
    stores, troubles = [], []
    gate = threading.Barrier(4)

    def start() -> None:
        gate.wait()
        try:
            stores.append(Store(url, patience=60.0))
        except StoreError as error:
            troubles.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    for each in stores:
        each.close()


def test_what_is_looked_for_often_has_an_index(store):
    made = {index["name"]: index["column_names"] for index in inspect(store._engine).get_indexes("runs")}
    assert made == {index.name: [column.name for column in index.columns] for index in RUNS.indexes}
    assert made == {"runs_by_time": ["updated"], "runs_by_owner": ["owner"], "runs_by_status": ["status"]}


def everything(store):
    """All rows of all tables."""
    with store._reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())] for table in METADATA.sorted_tables
        }
