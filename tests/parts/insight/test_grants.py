"""Grants: recorded by an operator, shown to their partner as what a certified officer cost: page, sheet and paper."""

from __future__ import annotations

import csv
import io
from datetime import date

import pypdfium2
import pytest

from app.foundation.errors import Refusal
from app.identity.services.actor import Actor
from app.insight.domain.quarters import Quarter, last_closed_quarter
from app.insight.grant_form import read_grant
from app.insight.services.counting import add_officers
from app.insight.services.granting import GrantCodeTaken, NewGrant, record_grant, withdraw_grant
from app.insight.services.publishing import publish_quarter
from tests.parts.insight.conftest import FUNDED, PARTNER, Counted
from tests.plugins.instances import Instance

TODAY = date(2026, 10, 4)
RIGHT = {"for": f"{PARTNER}/{FUNDED}", "reference": "G/26-1", "amount": "250 000", "currency": "eur",
         "first": "2026-Q1", "last": "2026-Q4"}  # fmt: skip


def _cost(house: Counted, quarter: Quarter) -> list[tuple[object, ...]]:
    tables = house.database.write(lambda unit: publish_quarter(unit, PARTNER, quarter, TODAY))
    return [(row["grant"], row["certified"], row["cost"]) for row in tables["cost"].rows]


def test_the_cost_goes_on_while_a_grant_runs_and_stands_still_after_it(house: Counted) -> None:
    """P6, P7: from its first quarter to its last; a withdrawn one is gone from the next quarter on."""
    actor = Actor(house.ghanaian, "operator")
    for month, officers in (("2025-12", 14), ("2026-01", 17), ("2026-05", 20), ("2026-08", 30)):
        house.database.write(
            lambda unit, m=month, n=officers: add_officers(
                unit, partner=PARTNER, course=FUNDED, country="GH", month=m, measure="certified", officers=n
            )
        )
    new = NewGrant(PARTNER, FUNDED, "G", 60_000, "EUR", "2026-Q1", "2026-Q2")
    wrong = house.database.write(lambda unit: record_grant(unit, NewGrant(PARTNER, "", "W", 1, "EUR", "2026-Q1",
                                                                         "2026-Q4"), actor))  # fmt: skip
    house.database.write(lambda unit: record_grant(unit, new, actor))
    with pytest.raises(GrantCodeTaken):
        house.database.write(lambda unit: record_grant(unit, new, actor))
    assert _cost(house, Quarter(2025, 4)) == []
    assert _cost(house, Quarter(2026, 1)) == [("G", 20, 3_000), ("W", 20, 0)]
    house.database.write(lambda unit: withdraw_grant(unit, wrong, actor))
    assert _cost(house, Quarter(2026, 2)) == [("G", 40, 1_500)]
    assert _cost(house, Quarter(2026, 3)) == [("G", 40, 1_500)]
    with pytest.raises(Refusal):
        house.database.write(lambda unit: withdraw_grant(unit, wrong, actor))


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, None), ({"for": PARTNER}, None), ({"amount": "250,000"}, None), ({"amount": "250000"}, None),
        ({"for": "another"}, "for"), ({"reference": ""}, "reference"), ({"reference": "=1"}, "reference"),
        ({"amount": "0"}, "amount"), ({"amount": "2,5"}, "amount"), ({"amount": "-3"}, "amount"),
        ({"amount": "9" * 13}, "amount"),
        ({"currency": "EURO"}, "currency"), ({"currency": "ZZZ"}, "currency"), ({"last": "2025-Q4"}, "last"),
        ({"first": "2026-05-01"}, "last"),
    ],
)  # fmt: skip
def test_a_grant_is_taken_as_it_is_written_or_sent_back_with_what_to_do(
    changed: dict[str, str], wrong: str | None
) -> None:
    """P6: whole quarters and whole units, so that no free date can single somebody out."""
    new, errors = read_grant({**RIGHT, **changed}, {PARTNER, f"{PARTNER}/{FUNDED}"})
    assert list(errors) == ([wrong] if wrong else [])
    assert (new is None) is bool(wrong)
    assert not new or (new.amount, new.currency, new.partner) == (250_000, "EUR", PARTNER)


def test_a_partner_reads_what_a_certified_officer_cost(demo: Instance) -> None:
    """P6: the same figures on the page, in the sheet and in the report for the board."""
    partner, quarter = demo.signed_in("partner"), last_closed_quarter(demo.works.database.clock().date())
    page = partner.get("/insight")
    (row,) = page.tree.xpath("//table[caption[@id='costs-caption']]/tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in row]
    assert [*cells[:4], cells[5]] == ["DEMO-7", "EUR 1,500", "120", "EUR 180,000", "Cybercrime First Responder"]
    (line,) = csv.DictReader(io.StringIO(partner.get(f"/insight/{quarter.key}/cost.csv").text))
    assert (line["amount"], line["currency"], line["certified"], line["cost"]) == ("180000", "EUR", "120", "1500")
    document = pypdfium2.PdfDocument(io.BytesIO(partner.get(f"/insight/{quarter.key}.pdf").raw))
    assert "EUR 1,500" in " ".join(one.get_textpage().get_text_bounded() for one in document)


def test_an_operator_records_and_withdraws_a_grant(demo: Instance) -> None:
    """P6: what is wrong is said beside what was typed."""
    operator = demo.signed_in("operator")
    sent = operator.get("/grants").form("/grants") | {"reference": ["NEW-1"], "amount": ["40 000"]}
    page = operator.post("/grants", sent)
    assert (page.status, page.sees("Enter three letters")) == (422, True)
    assert page.form("/grants")["amount"] == ["40 000"]
    page = operator.post("/grants", sent | {"currency": "USD"})
    assert page.sees("USD 40,000")
    assert operator.post("/grants", sent | {"currency": "USD"}).sees("has this code already")
    action = page.tree.xpath("//li[contains(., 'NEW-1')]//form/@action")[0]
    assert not operator.post(action).sees("USD 40,000")
    assert operator.post(action).status == 404
