"""Certificates are found by their holder's name while another data key takes over, and after (S12)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.accreditation.hashes import CREDENTIALS
from app.accreditation.queries import credential_by_number, credentials_granted_to
from app.accreditation.services.looking_up import NAME, is_holders_name
from app.accreditation.services.withholding import withhold_name
from app.foundation.crypto import Keyring
from app.foundation.data_keys import DataKeys
from app.foundation.rehashing import rehash_batch, rows_to_rehash
from app.identity.services.actor import SYSTEM
from tests.parts.accreditation.holders import grant_to, scalar
from tests.parts.accreditation.test_cover_names import cover_efua, person
from tests.plugins.databases import DATA_KEY
from tests.plugins.instances import Instance

WHO = "Efua Asante (demo)"


def test_certificates_are_found_by_name_under_either_key(demo_on_both: Instance) -> None:
    """S12, X7: what names its holder by the name, what names nobody by no name; the guard stands again after."""
    demo, first = demo_on_both, demo_on_both.works.keyring
    naming = demo.works.database.write(lambda unit: grant_to(unit, demo.works, person(demo)))
    cover_efua(demo)
    who, issuer = person(demo), demo.works.parts["issuer"]
    (nameless,) = demo.works.database.write(lambda unit: withhold_name(unit, who, SYSTEM, issuer, first))
    lasting = first.lasting
    both = Keyring(DataKeys(2, {1: DATA_KEY, 2: bytes(32)}, lasting))
    second = Keyring(DataKeys(2, {2: bytes(32)}, lasting, {1: lasting[:32]}))
    with demo.works.database.reading() as connection:
        every = scalar(demo.works, "SELECT count(*) FROM credential")
        assert rows_to_rehash(connection, both, CREDENTIALS) == every
    after = demo.works.database.write(lambda unit: rehash_batch(unit, both, CREDENTIALS, ""))
    assert demo.works.database.write(lambda unit: rehash_batch(unit, both, CREDENTIALS, after)) == ""
    with demo.works.database.reading() as connection:
        assert rows_to_rehash(connection, second, CREDENTIALS) == 0
        granted = credentials_granted_to(connection, second.search_hashes(NAME, WHO))
        assert naming in {one.number for one in granted}
        assert nameless not in {one.number for one in granted}
        named, unnamed = (credential_by_number(connection, number) for number in (naming, nameless))
        assert is_holders_name(second, named, WHO.upper())
        assert not is_holders_name(second, named, "Efua")
        assert not is_holders_name(second, unnamed, WHO)
        stored = set(connection.scalars(sa.text("SELECT name_hash FROM credential")))
    assert first.search_hash(NAME, WHO) not in stored
    assert second.search_hash(NAME, who) in stored
    with pytest.raises(DBAPIError, match="insert only"), demo.works.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE credential SET name_hash = 'x'"))
