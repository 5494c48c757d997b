"""`backcoach advice`: what the handouts say, all of it, on a topic, or with a word."""

from __future__ import annotations

import pytest

from backcoach.domain.handbook import topics
from backcoach.library import Library

TOPICS = topics(Library().advice)


def test_all_advice_stands_under_its_topics_with_its_sources(shell, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    out, _, notice = shell.ok("advice").out.rpartition("\n\n")
    lines = out.splitlines()

    assert " ".join(notice.split()).endswith("What your own clinician told you comes first.")
    assert [line for line in lines if line and not line.startswith(" ")] == list(TOPICS.values())
    assert all(len(line) <= 60 for line in lines)
    text = " ".join(out.split())
    for item in shell.ok("advice", "--json").json:
        assert f"- {item['text']} (sources {', '.join(item['sources'])})" in text


def test_as_json_each_item_has_what_the_contract_says(shell):
    advice = shell.ok("advice", "--json").json

    assert {tuple(item) for item in advice} == {("id", "topic", "text", "sources")}
    assert len({item["id"] for item in advice}) == len(advice) > 100
    assert {source for item in advice for source in item["sources"]} == {"000", "001", "002", "003", "004", "backcoach"}


@pytest.mark.parametrize(
    "words", [("massage",), ("Massage",), ("first-minute",), ("first", "minute"), ("first minute",)]
)
def test_a_topic_is_shown_alone(shell, words):
    topic = " ".join(words).lower().replace(" ", "-")

    assert {item["topic"] for item in shell.ok("advice", *words, "--json").json} == {topic}
    assert shell.ok("advice", *words).out.startswith(TOPICS[topic] + "\n  - ")


def test_a_word_that_is_no_topic_is_looked_for_in_the_texts(shell):
    found = shell.ok("advice", "PEAS", "--json").json

    assert [item["id"] for item in found] == ["ice-kinds"]
    assert shell.ok("advice", "pillow").out.splitlines()[0] == "Bed"


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_nothing_is_about_is_one_sentence_with_the_topics(shell, options):
    said = shell("advice", "moonlight", *options)

    assert (said.code, said.out) == (1, "")
    assert "“moonlight”" in said.err
    assert all(topic in said.err for topic in TOPICS)
    assert said.err.count("\n") == 1
