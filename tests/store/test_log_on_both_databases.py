"""The store's contract, the same on a file and on PostgreSQL."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from servers import new_database
from small_store import coding_draft, start_study
from sqlalchemy import select

import qualkit as qk
from qualkit.store import Store, schema
from qualkit.store.events import Draft, Event, new_id
from qualkit.store.projection import dump, live_events, projection_of, stored_rows


def tables(store: Store) -> list[str]:
    with store.reading() as connection:
        return dump(stored_rows(connection))


def rebuilt(store: Store) -> list[str]:
    with store.reading() as connection:
        return dump(projection_of(live_events(connection)))


def write_one(store: Store, draft: Draft) -> Event:
    with store.writing("MB") as writer:
        return writer.append([draft])[0]


def test_a_step_is_written_whole_or_not_at_all(address: str) -> None:
    store = Store.create(address)
    document = start_study(store)
    before = tables(store)
    half = [coding_draft(document, 0, 5), Draft("memo.add", {"about": ["project", ""]}, {"text": 1.5})]
    with pytest.raises(TypeError, match="not floats"), store.writing("MB") as writer:
        writer.append(half[:1]) and writer.append(half)
    assert tables(store) == before
    store.close()


def test_the_tables_are_what_the_log_says(address: str) -> None:
    store = Store.create(address)
    document = start_study(store)
    with store.writing("MB") as writer:
        added = writer.append([coding_draft(document, 0, 5), coding_draft(document, 3, 9)])
    with store.writing("AK") as writer:
        writer.append([Draft("coding.set", {"coding": added[0].id.hex(), "stance": "positiv"})])
        writer.append([Draft("coding.recode", {"codings": {added[1].id.hex(): "k2"}})])
        writer.append([Draft("code.set", {"code": "k1"}, {"name": "Tida"})])
    assert tables(store) == rebuilt(store)
    with store.writing("AK") as writer:
        writer.switch([added[0].step], on=False)
    assert tables(store) == rebuilt(store)
    store.rebuild()
    assert tables(store) == rebuilt(store)
    store.close()


def test_both_databases_give_the_same_dump(tmp_path: Path, postgres_server: str) -> None:

    dumps = []
    document = new_id()
    for where in (str(tmp_path / "a.qualkit"), new_database(postgres_server)):
        store = Store.create(where)
        start_study(store, document)
        with store.writing("MB") as writer:
            writer.append([coding_draft(document, 0, 5, id=bytes(range(16)))])
        # Clocks differ from run to run; nothing else may.
        dumps.append([re.sub(r'"(at|born)":("[^"]*"|\d+)', "", line) for line in tables(store)])
        store.close()
    assert dumps[0] == dumps[1]
    assert len(dumps[0]) == 7  # two codes and their places, a document and its turn, a coding


def test_sending_the_same_act_twice_writes_it_once(address: str) -> None:
    store = Store.create(address)
    document = start_study(store)
    own = new_id()
    for _ in range(2):
        with store.writing("MB") as writer:
            assert writer.append([coding_draft(document, 0, 5, id=own)])[0].id == own
    assert sum(line.startswith('["coding"') for line in tables(store)) == 1
    with pytest.raises(qk.RefusedError, match="used already"), store.writing("MB") as writer:
        writer.append([coding_draft(document, 1, 5, id=own)])
    with pytest.raises(qk.RefusedError, match="used already"), store.writing("AK") as writer:
        writer.append([coding_draft(document, 0, 5, id=own)])
    store.close()


def test_one_id_twice_in_one_call_is_one_act(address: str) -> None:
    store = Store.create(address)
    document = start_study(store)
    own = new_id()
    with store.writing("MB") as writer:
        twice = [
            coding_draft(document, 0, 5, id=own),
            coding_draft(document, 6, 9),
            coding_draft(document, 0, 5, id=own),
        ]
        first, between, again = writer.append(twice)
    assert first is again
    assert (first.id, between.payload["start"]) == (own, 6)
    assert sum(line.startswith('["coding"') for line in tables(store)) == 2
    assert tables(store) == rebuilt(store)
    store.close()


def test_one_id_for_two_acts_in_one_call_is_refused(address: str) -> None:
    store = Store.create(address)
    document = start_study(store)
    own, before = new_id(), tables(store)
    with pytest.raises(qk.RefusedError, match="used already"), store.writing("MB") as writer:
        writer.append([coding_draft(document, 0, 5, id=own), coding_draft(document, 7, 9, id=own)])
    assert tables(store) == before
    store.close()


def test_the_same_act_with_another_reason_or_company_is_the_same_act(address: str) -> None:
    store = Store.create(address)
    draft = coding_draft(start_study(store), 0, 5, id=new_id())
    signed = replace(
        draft, payload={**draft.payload, "present": ["MB", "AK"]}, words={**draft.words, "reason": "Etter møtet."}
    )
    with store.writing("MB") as writer:
        written = writer.append([signed])
    for sent in (draft, signed, replace(signed, words=draft.words)):
        with store.writing("MB") as writer:
            assert writer.append([sent]) == written
    store.close()


def test_three_writers_at_once_make_one_chain(address: str) -> None:
    first = Store.create(address)
    document = start_study(first)
    failed: list[BaseException] = []

    def write() -> None:
        store = Store.open(address)
        try:
            for start in range(40):
                with store.writing(threading.current_thread().name) as writer:
                    writer.append([coding_draft(document, start, start + 3)])
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            store.close()

    threads = [threading.Thread(target=write, name=name) for name in ("MB", "AK", "LO")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    project = qk.Project(first)
    assert project.check().ok
    assert len(project.codings()) == 3 * 40
    project.close()


def test_the_clock_only_goes_forward_even_if_the_wall_clock_does_not(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(address)
    start_study(store)
    monkeypatch.setattr("qualkit.store.events.time.time", lambda: 0.0)
    draft = Draft("memo.add", {"about": ["project", ""], "kind": "metode"}, {"text": "Klokka."})
    with store.reading() as connection:
        before = connection.execute(select(schema.meta.c.hlc)).scalar_one()
    with pytest.warns(qk.QualkitWarning, match="One of the two clocks is wrong"):
        event = write_one(store, draft)
    assert event.hlc == before + 1
    store.close()
