"""The plan of the day, as a table of cases for every plan, and what putting off, leaving out and missing do."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backcoach.domain.days import local_day
from backcoach.domain.moment import Moment
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.domain.suggestions import Done, Facts, Stand, day_at
from backcoach.domain.walks import WalkLevel
from backcoach.library import Library
from tests.doubles import new_flare

PLANS = Library().plans
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
GOAL = WalkLevel("first", "First", 2, 3, 7, ("003",))
TWO_HOURS, FOUR_HOURS = "08 10 12 14 16 18 20", "08 12 16 20"


def at(day, clock, zone=BERLIN):
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=zone).astimezone(UTC)


ONSET = at(20, "08:00")


def moment(wall):
    """A machine that has run since long before."""
    return Moment(wall, "boot", wall - datetime(2026, 3, 1, tzinfo=UTC))


def day(now, plan="steady", *, onset=ONSET, settings=Settings(), zone=BERLIN, **facts):  # noqa: B008 - a value
    flare = new_flare("f1", onset, moment(onset), plan)
    known = {"goal": GOAL, "pain": 6, **facts}
    known["done"] = tuple(
        replace(done, day=local_day(done.began.astimezone(zone), settings.day_start)) for done in known.get("done", ())
    )
    found = Facts(flare, PLANS[plan], **known)
    return day_at(found, settings, moment(now), lambda wall: wall.astimezone(zone))


def hours(day, *kinds, zone=BERLIN):
    """When these kinds are suggested: `08 10 12`, or with minutes where there are any."""
    ahead = sorted(
        (item for item in day.items if item.stand is not Stand.DONE and item.kind in kinds), key=lambda i: i.at
    )
    return " ".join(f"{item.at.astimezone(zone):%H:%M}".removesuffix(":00") for item in ahead)


def kinds(day):
    """What each application of the day is, in order of time."""
    packs = sorted((item for item in day.items if item.kind.is_on_skin), key=lambda item: item.at)
    return list(dict.fromkeys("/".join(kind.value for kind in item.kinds) for item in packs))


@pytest.mark.parametrize(
    ("plan", "days"),
    [
        ("steady", [("ice", TWO_HOURS), ("ice", TWO_HOURS), ("heat", TWO_HOURS), ("heat", TWO_HOURS)]),
        ("either", [("ice/heat", TWO_HOURS)] * 4),
        ("cycle", [("ice", FOUR_HOURS), ("ice heat", FOUR_HOURS), ("ice heat", FOUR_HOURS), ("heat", FOUR_HOURS)]),
        ("ice-first", [("ice", TWO_HOURS)] * 3 + [("heat", TWO_HOURS)]),
        ("short-ice", [("ice", TWO_HOURS), ("ice", TWO_HOURS), ("heat", FOUR_HOURS), ("heat", FOUR_HOURS)]),
        ("warm", [("heat", FOUR_HOURS)] * 4),
    ],
)
def test_four_days_of_every_plan(plan, days):
    """Nobody takes anything: each morning the whole day stands there again, and no more."""
    for number, (what, when) in enumerate(days):
        today = day(at(20 + number, "08:00"), plan)
        assert " ".join(kinds(today)) == what
        assert hours(today, Kind.ICE, Kind.HEAT) == when
        assert today.next.at == at(20 + number, "08:00")
        assert hours(today, Kind.WALK) == "09:30 14:30 19:30"


def test_short_ice_from_eight_with_quiet_hours_from_ten_in_the_evening():
    assert hours(day(ONSET, "short-ice"), Kind.ICE) == "08 10 12 14 16 18 20"


def test_the_third_day_of_ice_first_ends_with_its_last_minute():
    assert kinds(day(at(23, "07:59"), "ice-first", onset=at(20, "07:58"))) == ["heat"]
    before = day(at(22, "19:59"), "ice-first", onset=at(19, "20:00"))
    assert (before.next.kind, hours(before, Kind.HEAT)) == (Kind.ICE, "20")
    assert day(at(22, "20:00"), "ice-first", onset=at(19, "20:00")).next.kind is Kind.HEAT


# -- what was done, missed, put off, left out ---------------------------------------------------------------


def ice(began, length=15, kind=Kind.ICE, **more):
    return Done(f"ice-{began:%d%H%M}", kind, began, length * MINUTE, **more)


def walk(began):
    return Done(f"walk-{began:%d%H%M}", Kind.WALK, began, 2 * MINUTE)


def test_the_interval_counts_from_the_start_of_the_last_application():
    today = day(at(20, "10:00"), done=(ice(at(20, "09:20")),))
    assert hours(today, Kind.ICE) == "11:20 13:20 15:20 17:20 19:20 21:20"
    assert [item.label for item in today.done] == ["Ice, 15 min"]


def test_a_pack_taken_off_at_once_takes_nothing_away():
    today = day(at(20, "08:10"), done=(ice(at(20, "08:00"), length=1),), skin_free=at(20, "08:21"))
    assert hours(today, Kind.ICE) == "08:21 10 12 14 16 18 20"


def test_a_pack_that_lies_on_counts_from_its_start_and_is_not_suggested():
    now = at(20, "08:07")
    on = Done("s", Kind.ICE, at(20, "08:05"), None, goes_on=True)
    today = day(now, done=(on,), on_until=at(20, "08:20"), skin_free=at(20, "08:40"))
    assert hours(today, Kind.ICE).startswith("10:05 12:05")
    assert today.done == ()


@pytest.mark.parametrize(
    ("now", "expected", "following"),
    [("09:59", "08:00", "10:00"), ("10:00", "10:00", "12:00"), ("15:30", "14:00", "16:00"), ("21:59", "20:00", None)],
)
def test_what_was_missed_falls_away_and_never_piles_up(now, expected, following):
    ahead = [item for item in day(at(20, now)).ahead if item.kind is Kind.ICE]
    assert ahead[0].at == at(20, expected)
    assert [item.at for item in ahead[1:2]] == ([at(20, following)] if following else [])


def test_at_night_the_next_thing_is_tomorrows():
    tonight = day(at(20, "22:30"))
    assert tonight.date.day == 20
    assert tonight.next.at == at(21, "08:00")
    assert all(item.at >= at(21, "07:00") for item in tonight.ahead)


def test_at_the_onset_ice_is_the_next_thing_even_at_night():
    now = at(21, "03:10")
    tonight = day(now + 20 * MINUTE, onset=now)
    assert (tonight.next.kind, tonight.next.at) == (Kind.ICE, now)
    assert hours(tonight, Kind.ICE) == "03:10 07:10 09:10 11:10 13:10 15:10 17:10 19:10 21:10"
    assert day(now + 125 * MINUTE, onset=now).next.at == at(21, "07:10")


def test_a_spasm_that_began_just_before_a_full_minute_has_its_ice_now():
    now = at(20, "08:00") + timedelta(seconds=57)
    today = day(now, onset=now)
    assert today.next.is_open(now)
    breathed = Done("b", Kind.BREATHE, now + timedelta(seconds=1))
    assert hours(day(now + MINUTE, onset=now, done=(breathed,)), Kind.BREATHE) == "21"


def test_the_skin_rests_before_the_next_pack():
    today = day(at(20, "10:05"), done=(ice(at(20, "08:00")),), skin_free=at(20, "10:25"))
    assert hours(today, Kind.ICE) == "10:25 12 14 16 18 20"


def test_heat_that_made_it_worse_is_suggested_no_more():
    assert kinds(day(at(23, "08:00"), "steady", heat_worse=True)) == ["ice"]
    assert kinds(day(at(20, "08:00"), "either", heat_worse=True)) == ["ice"]
    warm = day(at(20, "08:00"), "warm", heat_worse=True)
    assert (kinds(warm), warm.next.sources) == (["ice"], ("004", "backcoach", "003"))


def test_a_pack_that_was_taken_off_at_once_is_not_told_as_a_minute():
    today = day(at(20, "10:00"), done=(ice(at(20, "09:20"), 1 / 12),))
    assert [item.label for item in today.done] == ["Ice, under a minute"]


def test_ice_and_heat_take_turns_from_what_was_on_last():
    now = at(21, "14:00")
    today = day(now, "cycle", done=(ice(at(21, "13:00"), 40, applications=2),))
    assert [item.kind for item in today.ahead if item.kind.is_on_skin] == [Kind.HEAT, Kind.ICE]
    assert today.done[0].label == "Ice, 2 × 20 min"


@pytest.mark.parametrize(
    ("walked", "now", "expected", "label"),
    [
        ([], "08:00", "09:30 14:30 19:30", "Walk 1 of 3, 2 min"),
        (["09:00"], "09:10", "14:30 19:30", "Walk 2 of 3, 2 min"),
        (["08:10", "08:50"], "09:10", "19:30", "Walk 3 of 3, 2 min"),
        ([], "12:30", "14:30 19:30", "Walk 1 of 3, 2 min"),
        (["15:00"], "15:10", "19:30", "Walk 2 of 3, 2 min"),
        (["08:10", "08:50", "11:00"], "11:10", "", None),
        (["08:10", "08:50", "11:00", "11:30"], "11:40", "", None),
    ],
)
def test_walks_are_spread_over_the_day_and_nothing_is_suggested_twice(walked, now, expected, label):
    today = day(at(20, now), onset=at(19, "08:00"), done=tuple(walk(at(20, each)) for each in walked))
    assert hours(today, Kind.WALK) == expected
    assert next((item.label for item in today.ahead if item.kind is Kind.WALK), None) == label
    assert len([item for item in today.done if item.kind is Kind.WALK]) == len(walked)


def test_walks_that_were_missed_are_not_counted_for_an_hour_more():
    goal = replace(GOAL, times=10)
    labels = {
        next(
            item.label for item in day(at(21, clock), onset=at(19, "08:00"), goal=goal).ahead if item.kind is Kind.WALK
        )
        for clock in ("08:30", "08:45", "10:00", "10:20", "10:40")
    }
    assert labels == {"Walk 1 of 10, 2 min"}


def test_a_walk_gives_way_to_the_pack_that_lies_on():
    late = day(at(20, "09:20"), done=(ice(at(20, "09:20"), goes_on=True),), on_until=at(20, "09:35"))
    assert hours(late, Kind.WALK).startswith("09:35 ")


def test_in_the_first_hour_nothing_asks_to_move():
    now = at(20, "14:20")
    assert hours(day(now, onset=now), Kind.WALK, Kind.POSTURE, Kind.STRETCH) == "15:20 15:20 19:30"


@pytest.mark.parametrize(
    ("pain", "now", "expected"),
    [
        (None, at(22, "08:00"), ""),
        (5, at(22, "08:00"), ""),
        (4, at(22, "08:00"), "12:15 19:45"),
        (2, at(22, "08:00"), "10:30 15:30 20:30"),
        (2, at(20, "08:00"), ""),
    ],
    ids=["pain unknown", "not eased", "eased", "well eased", "not on the first day"],
)
def test_stretches_come_once_it_has_eased(pain, now, expected):
    assert hours(day(now, pain=pain), Kind.STRETCH) == expected


def test_breathing_comes_at_the_onset_and_in_the_evening():
    assert hours(day(ONSET), Kind.BREATHE) == "08 21"
    breathed = Done("b", Kind.BREATHE, at(20, "08:02"))
    assert hours(day(at(20, "08:05"), done=(breathed,)), Kind.BREATHE) == "21"


def test_the_change_of_position_is_suggested_until_it_runs_or_ran():
    now = at(20, "10:05")
    assert hours(day(now), Kind.POSTURE) == "09"
    for goes_on in (True, False):
        assert hours(day(now, done=(Done("p", Kind.POSTURE, at(20, "09:30"), goes_on=goes_on),)), Kind.POSTURE) == ""


def test_later_and_skip_name_the_resulting_time():
    now = at(20, "08:20")
    first = day(now).next
    assert (first.later_to, first.skip_to) == (at(20, "08:50"), at(20, "10:00"))
    put_off = day(now, moved={first.id: first.later_to})
    assert hours(put_off, Kind.ICE) == "08:50 10:50 12:50 14:50 16:50 18:50 20:50"
    left_out = day(now, moved={first.id: None})
    assert hours(left_out, Kind.ICE) == "10 12 14 16 18 20"


def test_the_last_of_the_day_can_be_left_out_but_not_put_off_into_the_night():
    last = next(item for item in day(at(20, "21:40")).ahead if item.kind is Kind.ICE)
    assert (last.later_to, last.skip_to) == (None, None)


def test_a_walk_can_be_put_off_and_left_out():
    now = at(20, "14:40")
    item = next(item for item in day(now).ahead if item.kind is Kind.WALK)
    assert item.later_to == at(20, "15:10")
    assert hours(day(now, moved={item.id: item.later_to}), Kind.WALK) == "15:10 19:30"
    assert hours(day(now, moved={item.id: None}), Kind.WALK) == "19:30"


def test_without_a_flare_up_only_the_walks_of_a_goal_are_suggested():
    facts = Facts(None, PLANS["steady"], goal=GOAL)
    today = day_at(facts, Settings(), moment(ONSET), lambda wall: wall.astimezone(BERLIN))
    assert hours(today, Kind.WALK) == "09:30 14:30 19:30"
    assert {item.kind for item in today.items} == {Kind.WALK}
    assert day_at(Facts(None, PLANS["steady"]), Settings(), moment(ONSET), lambda wall: wall).items == ()


def test_a_pack_whose_time_came_at_night_can_be_had_in_the_morning():
    """Every four hours from 18:00 on means 06:00 too: at seven it is there, and nobody was called for it."""
    onset, plan = at(20, "18:00"), "cycle"
    assert hours(day(at(21, "06:59"), plan, onset=onset), Kind.ICE) == "10 14"
    assert hours(day(at(21, "07:00"), plan, onset=onset), Kind.ICE) == "06 10 14"
    assert day(at(21, "09:59"), plan, onset=onset).next.kind is Kind.ICE
    assert hours(day(at(21, "10:00"), plan, onset=onset), Kind.ICE) == "10 14"


# -- clocks and zones ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("onset", "expected"),
    [
        (datetime(2026, 10, 24, 8, tzinfo=BERLIN), "07 09 11 13 15 17 19 21"),
        (datetime(2026, 3, 28, 8, tzinfo=BERLIN), "07 09 11 13 15 17 19 21"),
    ],
    ids=["autumn, an hour more", "spring, an hour less"],
)
def test_over_a_clock_change_the_interval_stays_real_time(onset, expected):
    morning = datetime.combine(onset.date() + timedelta(days=1), time(6), BERLIN)
    assert hours(day(morning.astimezone(UTC), onset=onset.astimezone(UTC)), Kind.ICE) == expected


@pytest.mark.parametrize(("hours_since", "expected"), [(71 + 59 / 60, "ice"), (72, "heat")])
@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, ZoneInfo("Asia/Kathmandu")])
@pytest.mark.parametrize("onset", [datetime(2026, 10, 24, 1, tzinfo=BERLIN), datetime(2026, 3, 28, 1, tzinfo=BERLIN)])
def test_phases_are_unmoved_by_dst_and_by_a_change_of_zone(hours_since, expected, zone, onset):
    start = onset.astimezone(UTC)
    now = start + hours_since * HOUR
    none_quiet = Settings(quiet=False)
    item = day(now, "ice-first", onset=start, zone=zone, settings=none_quiet).next
    assert item.kind.value == expected


def test_after_a_flight_the_day_is_that_of_the_new_zone():
    today = day(at(21, "14:00"), zone=NEW_YORK)
    assert hours(today, Kind.ICE, zone=NEW_YORK) == "08 10 12 14 16 18 20"
    assert hours(today, Kind.WALK, zone=NEW_YORK) == "09:30 14:30 19:30"


@given(
    plan=st.sampled_from(sorted(PLANS)),
    since=st.integers(0, 10 * 24 * 60),
    packs=st.sets(st.integers(0, 40), max_size=6),
    quiet=st.booleans(),
    worse=st.booleans(),
    pain=st.none() | st.integers(0, 10),
)
def test_any_day_keeps_the_limits_and_has_one_next_thing(*, plan, since, packs, quiet, worse, pain):
    now = ONSET + since * MINUTE
    done = tuple(ice(now - back * 41 * MINUTE) for back in sorted(packs, reverse=True) if back * 41 <= since)
    free = max((each.began + 35 * MINUTE for each in done), default=None)
    settings = Settings(quiet=quiet)
    today = day(now, plan, done=done, skin_free=free, heat_worse=worse, pain=pain, settings=settings)

    assert [item.stand for item in today.items].count(Stand.NEXT) <= 1
    assert len({item.id for item in today.items}) == len(today.items)
    ahead = sorted((item for item in today.ahead if item.kind.is_on_skin), key=lambda item: item.at)
    assert all(item.until > now for item in today.ahead)
    assert sum(item.at <= now for item in ahead) <= 1
    assert all(two.at - one.at >= one.takes + 20 * MINUTE for one, two in pairwise(ahead) if one.at > now)
    assert free is None or all(item.at >= free for item in ahead)
    assert not (worse and any(Kind.HEAT in item.kinds for item in ahead))


# -- the stretch at bedtime ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "facts", "expected"),
    [
        (at(22, "12:00"), {"pain": 3}, ["21:30"]),
        (at(22, "22:10"), {"pain": 3}, ["21:30"]),  # it stays for an hour
        (at(22, "12:00"), {"pain": 5}, []),
        (at(22, "12:00"), {"pain": None}, []),
        (at(20, "12:00"), {"pain": 3}, []),  # not at the onset (003)
        (at(22, "21:00"), {"pain": 3, "done": (Done("s", Kind.STRETCH, at(22, "20:00")),)}, []),
        (at(22, "21:00"), {"pain": 3, "done": (Done("s", Kind.STRETCH, at(22, "19:00")),)}, ["21:30"]),
    ],
)
def test_a_stretch_at_bedtime_waits_until_it_is_milder(now, facts, expected):
    today = day(now, settings=Settings(stretch_bedtime=time(21, 30), quiet_from=time(23)), **facts)
    found = [item for item in today.ahead if item.label == "Stretch at bedtime"]
    assert [f"{item.at.astimezone(BERLIN):%H:%M}" for item in found] == expected


def test_a_stretch_at_bedtime_goes_on_when_the_flare_up_is_over():
    settings, now = Settings(stretch_bedtime=time(0, 30)), at(22, "23:00")
    today = day_at(Facts(None, PLANS["steady"]), settings, moment(now), lambda wall: wall.astimezone(BERLIN))
    assert [(item.label, item.at) for item in today.ahead] == [("Stretch at bedtime", at(23, "00:30"))]
