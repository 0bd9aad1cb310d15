"""The fixtures that all tests stand on."""

import os

import pytest
from postgres import Server

from models import db, schema


async def test_a_test_gets_a_migrated_open_database_on_each_engine(database):
    assert await schema.is_current()
    assert db.is_postgres() == database.startswith("postgres://")


@pytest.mark.parametrize("turn", [1, 2])
async def test_no_test_sees_rows_of_another(database, turn):
    assert await db.rows("SELECT key FROM inbox_key") == []
    await db.execute("INSERT INTO inbox_key (key) VALUES (?)", "mine")


def test_the_server_does_not_run_as_root(postgres_server: Server):
    assert os.geteuid() != 0 or os.stat(f"/proc/{postgres_server.pid}").st_uid != 0


@pytest.mark.browser
async def test_a_page_runs_scripts(browser):
    await browser.set_content("<p id=here></p><script>here.textContent = 1 + 1</script>")
    assert await browser.text_content("#here") == "2"
