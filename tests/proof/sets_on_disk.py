"""Sets by hand: entries written as CSV files, with the evidence of every cell, and random sets."""

import datetime as dt
from decimal import Decimal

from chaosdocs.corpus.links import link_fields, link_instructions, link_schema
from chaosdocs.formats.cases import Case, CaseFile, CaseTruth, Evidence
from chaosdocs.formats.links import SetEntry, SetExpectation, SetMember
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.truth.links import Entry
from chaosdocs.truth.policy import Discount, Fee, MatchingKey, Policy, Tolerance
from chaosdocs.truth.sets import fold
from chaosdocs.truth.values import Money

LEAVES = {
    "key": ("key",),
    "date": ("date",),
    "amount": ("amount",),
    "party": ("party",),
    "references": ("reference",),
    "texts": ("text",),
}
HEAD = ("BELNR", "BLDAT", "NAME1", "XBLNR", "SGTXT", "WRBTR")
NAMES = ("key", "date", "party", "reference", "text", "amount")
GERMAN = "de_DE;decimal=,;group=.;date=dd.MM.yyyy;minus=trailing;currency=column:EUR"
PLAIN = "en_US;decimal=.;group=;date=yyyy-MM-dd;minus=lead;currency=column:EUR"


def cells(entry, spec):
    """Return the texts of a row in the order of the columns."""
    amount, date = entry.amount.amount, entry.date
    if spec == GERMAN:
        whole, _, cents = f"{abs(amount):,.2f}".partition(".")
        number = f"{whole.replace(',', '.')},{cents}{'-' if amount < 0 else ''}"
        day = date.strftime("%d.%m.%Y")
    else:
        number, day = f"{amount:.2f}", date.isoformat()
    return (
        entry.key, day, entry.party, " ".join(entry.references), " ".join(entry.texts), number,
    )  # fmt: skip


def write(entries, members, policy, *, name="c", told=None):
    """Return case, truth, evidence and the files of a set."""
    files, evidence, listed = {}, [], []
    for n, member in enumerate(members):
        spec = GERMAN if n == 0 else PLAIN
        path = f"files/{name}/{member}.csv"
        text = ";".join(HEAD) + "\r\n"
        for k, entry in enumerate(e for e in entries if e.member == member):
            row = f"m{k}"
            for leaf, shown in zip(NAMES, cells(entry, spec), strict=True):
                start = len(text.encode())
                text += shown
                if shown:
                    evidence.append(
                        Evidence(
                            case=name, path=f"{member}:/lines/{row}/{leaf}",
                            statement=f"{member}:/lines/{row}/{leaf}#1", channel="text",
                            file=path, text=shown, convention=spec,
                            bytes=(start, len(text.encode())),
                        )
                    )  # fmt: skip
                text += ";" if leaf != NAMES[-1] else "\r\n"
            listed.append(
                SetEntry(
                    member=member, row=row, key=entry.key, amount=f"{entry.amount.amount:f}",
                    currency="EUR", of=tuple(share.event for share in entry.of),
                )
            )  # fmt: skip
        files[path] = text.encode()
    case = Case(
        case=name, task="reconcile", channel="text",
        instructions=link_instructions(members, (told or policy).words()),
        files=tuple(
            CaseFile(
                path=path, media_type="text/csv", sha256=sha256(data), bytes=len(data), role=role
            )
            for role, (path, data) in zip(members, files.items(), strict=True)
        ),
        schema=link_schema(members, policy),
    )  # fmt: skip
    truth = CaseTruth(
        case=name, label=f"{name}~set~clean", records=("book-1",), medium="csv",
        rendering="csv.sap", twin=None, locale="en_US", steps=(),
        fields=link_fields(fold(entries, policy, members), listed),
        links=SetExpectation(
            members=tuple(
                SetMember(name=member, file=path, leaves=LEAVES)
                for member, path in zip(members, files, strict=True)
            ),
            policy=policy.data(), entries=tuple(listed),
        ),
    )  # fmt: skip
    return case, truth, evidence, files


PARTIES = (
    ("Müller Maschinenbau GmbH", "MUELLER MASCHINENBAU"),
    ("Weber & Cie. SA", "Weber Cie"),
    ("Webers Cie", "Webers Cie"),
    ("", ""),
)


class Draws:
    """Draws one after the other."""

    def __init__(self, seed):
        self.rng, self.number = SeededRng(seed), 0

    def _next(self):
        self.number += 1
        return self.rng.at(self.number)

    def choice(self, options):
        """Return one of several things."""
        return self._next().pick(options)

    def randint(self, low, high):
        """Return a number from `low` to `high`."""
        return low + self._next().below(high - low + 1)

    def chance(self, p):
        """Return True so often."""
        return self._next().chance(p)


def draw(seed, *, members=("books", "bank"), size=14):
    """Return the entries and the policy of a random set, alike in kind to those of a corpus."""
    rng = Draws(seed)
    policy = Policy(
        keys=tuple(
            MatchingKey(by=by, most=rng.randint(2, 4), least=4, both=rng.chance(0.2))
            for by in rng.choice(
                (("reference",), ("reference", "amount"), ("reference", "amount", "sum"),
                 ("reference", "cut_reference", "amount", "sum"), ("amount", "sum"),
                 ("reference", "sum", "amount"))
            )
        ),
        before=rng.choice((0, 3)),
        after=rng.choice((20, 45, 90)),
        days=rng.choice(("calendar", "weekdays")),
        tolerance=rng.choice(
            (
                Tolerance(), Tolerance(absolute=Decimal("0.05")), Tolerance(percent=Decimal("0.1")),
                Tolerance(absolute=Decimal("0.50"), percent=Decimal("0.5"), which="smaller"),
                Tolerance(absolute=Decimal("0.50"), percent=Decimal("0.5"), which="greater"),
            )
        ),
        discounts=rng.choice(((), (Discount(percent=Decimal(2), days=14),),
                              (Discount(percent=Decimal(3), days=7),
                               Discount(percent=Decimal(2), days=14)))),
        fees=rng.choice(((), (Fee(name="bank charge", fixed=Decimal(5), most=Decimal(9)),),
                         (Fee(name="card fee", percent=Decimal("2.9"), fixed=Decimal("0.30"),
                              per="entry"),))),
        compare=rng.choice((("amount",), ("amount", "date"))),
        turned=rng.choice(((), (members[-1],))),
        leading=rng.choice((None, members[0])),
        oldest_first=rng.chance(0.2),
        duplicates=rng.chance(0.8),
        cut_off=rng.choice((None, 5)),
        names=rng.choice(((), (("Weber & Cie. SA", "Webers Cie"),))),
    )  # fmt: skip
    entries = []
    for n in range(size):
        party = rng.choice(PARTIES)
        amount = Decimal(rng.choice((100, 200, 300, 119, 77))) + Decimal(rng.randint(0, 1)) / 10
        day = dt.date(2025, 1, 1) + dt.timedelta(days=rng.randint(0, 40))
        number = f"RE-2025-{1000 + n}"
        first = Entry(
            member=members[0], key=f"51{n:05}", amount=Money(amount, "EUR"), date=day,
            party=party[0], references=(number,) if rng.chance(0.9) else (),
        )  # fmt: skip
        entries.append(first)
        for member in members[1:]:
            for part in rng.choice(((1,), (1,), (1,), (), (0.5, 0.5), (1, 1))):
                paid = (amount * Decimal(str(part))).quantize(Decimal("0.01"))
                paid -= rng.choice(
                    (Decimal(0),) * 5
                    + (Decimal("0.03"), Decimal(7), (paid / 50).quantize(Decimal("0.01")))
                )
                sign = -1 if member in policy.turned else 1
                texts = rng.choice(
                    (
                        (),
                        (),
                        (f"Rechnung {number}, danke",),
                        (number[:11],),
                        (f"Kd 77{number}",),
                        ("bank charge",),
                        (first.key,),
                    )
                )
                entries.append(
                    Entry(
                        member=member, key=f"{member[:2].upper()}{len(entries)}",
                        amount=Money(sign * paid, "EUR"),
                        date=day + dt.timedelta(days=rng.randint(-4, 30)),
                        party=party[1] if rng.chance(0.9) else "", texts=texts,
                    )
                )  # fmt: skip
    return entries, policy
