"""A packet whose values follow from several documents is proved again by `verify`."""

from chaosdocs.api import generate, verify
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.recipe.load import load

RECIPE = """
chaosdocs: 2
name: spread
seed: 7
source: {world: trade, books: 1, locales: [en_US]}
render: [{as: packet, templates: [letterhead], form: [folder]}]
design: {each: [packet.spread], severities: [3]}
"""


def test_derived_values_of_a_packet_are_proved_again(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(RECIPE, "utf-8")
    corpus = tmp_path / "corpus"
    generate(load(path), corpus)

    report = verify(corpus, deep_share=0)

    derived = [
        leaf.path
        for truth in CorpusFolder(corpus).truths()
        for leaf in truth.leaves()
        if leaf.truth.why == "derived"
    ]
    assert "/total" in derived
    assert report.failures == ()
    assert report.proved == report.cases
