"""The tables that the code expects are those that the migrations make, from any earlier version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from core.runs import Store
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
