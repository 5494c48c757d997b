"""What else the handouts say: complete, each item with its sources, and found by topic or word."""

from __future__ import annotations

import re

import pytest

from backcoach.domain.handbook import Advice, find_advice, for_now
from backcoach.library import BUILT_IN, Library

LIBRARY = Library()
TOPICS = [
    "first-minute",
    "ice",
    "heat",
    "changing-over",
    "rest",
    "bed",
    "positions",
    "sitting-and-driving",
    "walking",
    "moving",
    "breathing",
    "letting-go",
    "massage",
    "taking-the-mind-off-it",
    "stretches",
    "everyday-life",
    "fluids",
    "medicines",
    "afterwards",
    "shoes-and-weight",
    "others-who-can-help",
    "tests",
    "why-it-happens",
    "get-help",
]


def test_every_topic_has_items():
    assert list(dict.fromkeys(item.topic for item in LIBRARY.advice)) == TOPICS


def test_every_item_of_the_file_is_loaded_under_an_id_of_its_own():
    written = re.findall(r"^\[(.*)\]$", (BUILT_IN / "advice.toml").read_text(encoding="utf-8"), re.MULTILINE)

    assert [item.id for item in LIBRARY.advice] == written
    assert len(set(written)) == len(written)


def test_every_item_has_sources_that_are_listed():
    for item in LIBRARY.advice:
        assert item.sources, item.id
        assert set(item.sources) <= set(LIBRARY.sources), item.id


def test_an_item_is_one_or_two_sentences():
    for item in LIBRARY.advice:
        assert len(re.findall(r"[.?!](?= |$)", item.text)) in {1, 2}, item.id


def test_a_handout_that_a_text_names_is_among_its_sources():
    for item in LIBRARY.advice:
        assert set(re.findall(r"\b00\d\b", item.text)) <= set(item.sources), item.id


@pytest.mark.parametrize(
    ("hours", "topic"),
    [
        (0, "bed"),
        (23.9, "bed"),
        (24, "sitting-and-driving"),
        (71.9, "sitting-and-driving"),
        (72, "moving"),
        (900, "moving"),
    ],
)
def test_a_flare_up_has_a_line_by_its_hours(hours, topic):
    found = for_now(LIBRARY.advice, hours)

    assert found.topic == topic
    assert for_now(LIBRARY.advice, hours + 6) not in {None, found}
    assert for_now((), hours) is None


SOME = (
    Advice("calm", "first-minute", "Don't panic.", ("004",)),
    Advice("cloth", "ice", "A thin cloth; heat has one too.", ("000",)),
    Advice("pad", "heat", "Stay awake on a pad.", ("001",)),
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["calm", "cloth", "pad"]),
        ("heat", ["pad"]),
        ("First Minute", ["calm"]),
        ("first-minute", ["calm"]),
        ("CLOTH", ["cloth"]),
        ("thin awake", []),
        ("clo thi", ["cloth"]),
        ("minute", ["calm"]),
        ("don't", ["calm"]),
        ("loth", []),
        ("?", []),
    ],
)
def test_advice_is_found_by_topic_or_else_by_words(wanted, found):
    assert [item.id for item in find_advice(SOME, wanted)] == found
