"""The demonstration's story: who is there and how far they are. Every person and agency says that it is a demo."""

from __future__ import annotations

from dataclasses import dataclass

COURSE = "cybercrime-first-responder"
PARTNER = "demo-partner"


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """An agency of the demonstration."""

    key: str
    name: str
    country: str
    kind: str = "police"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demonstration. `learnt` counts activities done; `examinations` are scores in tenths, in order.

    `measured` are the scores in tenths of the tests before and after the course.
    """

    name: str
    display_name: str
    role: str
    agency: str
    rank: str = ""
    original: str = ""
    confirmed: bool = True
    learnt: int = 0
    examinations: tuple[int, ...] = ()
    joined: bool = True
    measured: tuple[int, ...] = ()


AGENCIES = (
    DemoAgency("alliance", "Alliance office (demo)", "FR", "alliance"),
    DemoAgency("gh", "Ghana demonstration police", "GH"),
    DemoAgency("ma", "Morocco demonstration police", "MA"),
    DemoAgency("pe", "Peru demonstration police", "PE"),
    DemoAgency("provider", "Training provider (demo)", "DE", "provider"),
    DemoAgency("partner", "Payment network (demo)", "IE", "partner"),
)

ALL = 99
PEOPLE = (
    DemoPerson("efua", "Efua Asante (demo)", "officer", "gh", "Sergeant", joined=False),
    DemoPerson("amara", "Amara Nkemelu (demo)", "officer", "gh", "Detective Sergeant", learnt=ALL, examinations=(10,),
               measured=(5, 9)),
    DemoPerson(
        "youssef", "Youssef El Amrani (demo)", "officer", "ma", "Inspecteur", "يوسف العمراني (عرض)", learnt=ALL,
        examinations=(6, 9), measured=(4, 8),
    ),
    DemoPerson("kofi", "Kofi Boateng (demo)", "officer", "gh", "Constable", learnt=ALL),
    DemoPerson("fatima", "Fatima Zahra Idrissi (demo)", "officer", "ma", "Gardien", learnt=ALL, examinations=(5,)),
    DemoPerson("luis", "Luis Quispe (demo)", "officer", "pe", "Suboficial", confirmed=False, learnt=ALL),
    DemoPerson("rosa", "Rosa Huaman (demo)", "officer", "pe", "Suboficial", learnt=11),
    DemoPerson("kwame", "Kwame Owusu (demo)", "officer", "gh", "Inspector", learnt=7),
    DemoPerson("salma", "Salma Bennani (demo)", "officer", "ma", "Inspectrice", confirmed=False, learnt=4),
    DemoPerson("carlos", "Carlos Mamani (demo)", "officer", "pe", "Alférez", learnt=2),
    DemoPerson("adjoa", "Adjoa Mensah (demo)", "officer", "gh", "Constable", confirmed=False),
    DemoPerson("omar", "Omar Tazi (demo)", "officer", "ma", "Gardien", confirmed=False, joined=False),
    DemoPerson("trainer", "Ines Keller (demo trainer)", "trainer", "provider"),
    DemoPerson("reviewer", "Piet de Vries (demo trainer)", "trainer", "provider"),
    DemoPerson("staff", "Helena Voss (demo accreditation)", "accreditation", "alliance"),
    DemoPerson("staff2", "Rui Tavares (demo accreditation)", "accreditation", "alliance"),
    DemoPerson("partner", "Maeve Byrne (demo partner)", "partner", "partner"),
    DemoPerson("coordinator", "Abena Darko (demo coordinator)", "coordinator", "gh"),
    DemoPerson("operator", "Lea Martin (demo operator)", "operator", "alliance"),
)  # fmt: skip
