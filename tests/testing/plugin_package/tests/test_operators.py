from acme_chaos.operators.ids.prefixed import prefixed

from chaosdocs.testing import check_operator


def test_the_laws():
    check_operator(prefixed)
