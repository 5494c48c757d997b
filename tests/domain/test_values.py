"""Values behave as the standard library's frozen data classes do."""

from __future__ import annotations

import dataclasses

import pytest

from backcoach.domain import values


def plain(module):
    """One and the same declaration, made by a module."""

    @module.dataclass(frozen=True, slots=True)
    class Walked:
        """A walk."""

        minutes: int
        where: str = "home"
        pain: int | None = None

        def __post_init__(self) -> None:
            if self.minutes < 0:
                raise ValueError("less than nothing")
            object.__setattr__(self, "where", self.where.strip())

        @property
        def hours(self) -> float:
            return self.minutes / 60

    return Walked


def empty(module):
    @module.dataclass(frozen=True, slots=True)
    class Begun:
        """Nothing more."""

    return Begun


@pytest.fixture(params=[dataclasses, values], ids=["standard library", "ours"])
def module(request):
    return request.param


def test_parts_are_given_in_order_by_name_or_left_to_their_defaults(module):
    Walked = plain(module)  # noqa: N806 - a class
    walk = Walked(5, pain=3)

    assert (walk.minutes, walk.where, walk.pain, walk.hours) == (5, "home", 3, 5 / 60)
    assert Walked(5, " park ", 3) == Walked(pain=3, where="park", minutes=5)
    assert (Walked.__doc__, Walked.__name__, Walked.__match_args__) == (
        "A walk.",
        "Walked",
        ("minutes", "where", "pain"),
    )


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), {}),
        ((1, "a", 2, 3), {}),
        ((1,), {"minutes": 1}),
        ((1,), {"foot": 1}),
        ((), {"foot": 1, "where": "", "pain": 1}),
    ],
    ids=["too few", "too many", "twice", "unknown", "unknown in the place of another"],
)
def test_other_parts_are_refused(module, given, named):
    with pytest.raises(TypeError):
        plain(module)(*given, **named)


def test_values_are_equal_where_class_and_parts_are(module):
    Walked, Begun = plain(module), empty(module)  # noqa: N806 - classes

    assert Walked(5) == Walked(5) != Walked(6)
    assert Begun() == Begun() != empty(module)()
    assert Walked(5) != plain(module)(5)
    assert Walked(5) != (5, "home", None)
    assert {Walked(5), Walked(5), Walked(6)} == {Walked(6), Walked(5)}
    assert repr(Walked(5)).endswith("Walked(minutes=5, where='home', pain=None)")
    assert repr(Begun()).endswith("Begun()")


def test_nothing_of_a_value_can_be_changed_or_added(module):
    walk = plain(module)(5)
    for name in ("minutes", "foot"):
        with pytest.raises((AttributeError, TypeError)):  # TypeError: the standard library in 3.11, for a new name
            setattr(walk, name, 6)
    with pytest.raises(AttributeError):
        del walk.minutes
    assert walk == plain_like(walk, 5)


def plain_like(walk, minutes):
    return type(walk)(minutes)


def test_replacing_a_part_makes_another_value_which_is_checked_as_well(module):
    walk = plain(module)(5, "park", 3)

    assert module.replace(walk, where=" home ") == type(walk)(5, "home", 3)
    assert walk.where == "park"
    with pytest.raises(ValueError, match="less than nothing"):
        module.replace(walk, minutes=-1)
    with pytest.raises(TypeError):
        module.replace(walk, foot=1)


def test_values_can_be_taken_apart(module):
    match plain(module)(5, "park"):
        case object(minutes=5, where=where):
            assert where == "park"
        case _:
            pytest.fail("not matched")


def test_only_frozen_values_with_slots_are_made():
    with pytest.raises(TypeError, match="frozen"):
        values.dataclass(frozen=False, slots=True)
