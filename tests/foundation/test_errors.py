"""What a user is told: where, what, what is allowed, what was probably meant."""

from chaosdocs.foundation.errors import UserError, nearest

MANY = [f"scan.word_{n:02}" for n in range(60)]


def test_all_parts_in_their_order():
    error = UserError("no", where="r.yaml:1: a", allowed=["seed", "count"], given="sed", hint="try")

    assert str(error).split("\n  ") == [
        "r.yaml:1: a: no",
        "did you mean 'seed'?",
        "allowed: seed, count",
        "try",
    ]


def test_a_long_list_shows_what_is_nearest_and_not_its_beginning():
    words = str(UserError("no", allowed=["bbb.xxx", *MANY, "zzz.last"], given="zzz.lost"))

    listed = words.partition("allowed: ")[2]
    assert listed.startswith("zzz.last, ")
    assert listed.endswith("... (the nearest of 62)")
    assert "bbb.xxx" not in listed
    assert listed.count(", ") == 8


def test_a_long_list_without_a_nearest_shows_its_beginning():
    assert str(UserError("no", allowed=MANY)).endswith("scan.word_23, ... (60 in all)")


def test_nothing_is_near_where_nothing_was_given_or_all_is_far():
    assert nearest(None, MANY) is None
    assert nearest("total", MANY) is None
