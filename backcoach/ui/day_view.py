"""The day in lines: the one next thing with its key, what comes after it, what is done, and the flare-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from textual.binding import Binding
from textual.content import Content

from backcoach.coach.day import Today
from backcoach.coach.protocols import Clock
from backcoach.domain import wording
from backcoach.domain.flare import Flare, Outcome
from backcoach.domain.review import Week
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Session, State
from backcoach.domain.suggestions import Item
from backcoach.domain.text import count
from backcoach.ui.commands import LISTED
from backcoach.ui.picture import Picture
from backcoach.ui.widgets import charts
from backcoach.ui.widgets.footer import cap, click, first_key


def time_of(item: Item, picture: Picture) -> str:
    """When it comes: `now`, `14:45`, and of another day `Mon 08:00`."""
    if item.is_open(picture.now.wall):
        return "now"
    at = picture.at(item.at - picture.now.wall)
    return f"{at:%H:%M}" if at.date() == picture.local.date() else f"{at:%a %H:%M}"


def helps_now(today: Today, picture: Picture, *, width: int, height: int) -> Content:
    """The one next thing with its key, and what later and skip would bring, in at most so many rows."""
    item = today.day.next
    rows = [] if today.flare else [_just_happened("Just happened? I'll guide you")]
    if item is None:
        rows += [Content("Nothing more is planned today.")]
    else:
        when = time_of(item, picture)
        about = WITH_IT.get(item.kind, "") if when == "now" else f"at {when}"
        label = (item.label, f"bold ${item.kind}")
        is_one = len(item.label) + 3 + len(about) <= width
        rows += [Content.assemble(label, ("   " + about if is_one and height > 1 else "", "$muted"))]
        rows += [] if is_one or height < 3 else [Content.styled(about, "$muted")]
        enter = (" enter ", f"bold $background on ${item.kind} @click=screen.helps_now")
        start = click("enter") if today.flare else click(item.keys[0])
        pieces = [enter if today.flare else cap(item.keys[0]), (" start", start)]
        if item.later_to is not None:
            pieces += [
                ("  ", ""),
                cap("l"),
                (f" later {picture.local_of(item.later_to):%H:%M}", f"$muted {click('l')}"),
            ]
        skipped = "" if item.skip_to is None else f" {picture.local_of(item.skip_to):%H:%M}"
        pieces += [("  ", ""), cap("n"), (f" skip{skipped}", f"$muted {click('n')}")]
        keys = Content.assemble(*pieces)
        rows.append(keys if keys.cell_length <= width else Content.assemble(*pieces[:2], *pieces[2:5]))
    rows += [Content.styled(said, "$muted") for said in (today.line, today.nudge) if said and len(said) <= width]
    return Content("\n").join(rows[:height])


WITH_IT = {
    Kind.ICE: "With a cloth between the pack and your skin.",
    Kind.HEAT: "Warm, not hot, with a cloth between.",
    Kind.WALK: "If the pain allows, on level ground.",
    Kind.POSTURE: "Stand up, walk a little, or lie down.",
    Kind.BREATHE: "Slowly; I'll count for you.",
    Kind.STRETCH: "I'll guide you, step by step.",
}


def welcome() -> Content:
    """What someone sees who has noted nothing yet: the four likeliest beginnings."""
    lines = [
        ("f", "No, earlier: write down when it began"),
        ("i", "Put ice on now; I'll tell you when to take it off"),
        ("b", "Breathe with me first"),
        ("k", "How to lie so that it eases"),
        ("exclamation_mark", "Signs that need a doctor, and the number to call"),
    ]
    first = [Content.styled("Has it just happened?", "bold"), _just_happened("Yes: the first minute, guided aloud")]
    return Content("\n").join(
        [*first, *(Content.assemble(cap(key), (f"  {words}", click(key))) for key, words in lines)]
    )


def _just_happened(what: str) -> Content:
    click = "@click=screen.first_minute"
    return Content.assemble((" enter ", f"bold $background on $breathe {click}"), (f"  {what}", f"bold {click}"))


def timeline(today: Today, picture: Picture, *, width: int, height: int) -> Content:
    """The day in order of time: what is done, what can be had now, what is to come, each with its key.

    Where there are too few rows, what was done first falls away.
    """
    rows = []
    for item in today.day.done:
        at = f"{picture.at(item.at - picture.now.wall):%H:%M}"
        rows.append(Content.styled(f"{at:>5}  ✓  {item.label}"[:width], "$dim"))
    ahead = _ahead(today, picture)
    wide = max([5, *(len(time_of(item, picture)) for item in ahead)])
    for item in ahead:
        when = time_of(item, picture)
        style = f"{'bold ' if when == 'now' else ''}{click(item.keys[0])}"
        keys = [piece for key in item.keys for piece in (cap(key), (" ", ""))][:-1]
        room = max(1, min(44, width - wide - 6 - sum(len(text) for text, _ in keys)))
        rows.append(
            Content.assemble(
                (f"{when:>{wide}}  ", style),
                ("●  ", f"${item.kind}"),
                (f"{Content(item.label).truncate(room, ellipsis=True, pad=True).plain} ", style),
                *keys,
            )
        )
    if not rows:
        rows = [Content.styled("What you do today, and what is to come, will stand here.", "$muted")]
    surplus = max(0, min(len(rows) - height, len(today.day.done)))
    return Content("\n").join(rows[surplus:][: max(1, height)])


def so_far(today: Today, *, width: int) -> Content:
    """Today's walking against the goal, the pain, and how often what was used."""
    rows = []
    if today.goal is not None:
        done = charts.bar(today.walk_minutes, today.goal.goal_minutes, width - 14, "$walk")
        rows.append(Content.assemble(done, f"  {today.walk_minutes} of {today.goal.goal_minutes} min"))
        rows.append(Content.styled(f"{today.walks} of {count(today.goal.times, 'walk')}", "$muted"))
    else:
        rows.append(
            Content(f"{count(today.walks, 'walk')}, {today.walk_minutes} min" if today.walks else "No walk yet")
        )
    if today.pains:
        first, last = today.pains[0], today.pains[-1]
        words = f"  {first} → {last}" if len(today.pains) > 1 else f"  {last}"
        rows.append(Content.assemble(("Pain  ", "$muted"), charts.spark(today.pains[-8:], 10, "$heat"), words))
    else:
        rows.append(Content.styled("Pain not noted yet", "$muted"))
    used = Counter(item.kind for item in today.day.done if item.kind is not Kind.WALK)
    pieces = [
        piece for kind, often in used.items() for piece in ((f"{often} ", f"bold ${kind}"), (f"{kind}   ", "$muted"))
    ]
    return Content("\n").join([*rows, Content.assemble(*pieces)] if pieces else rows)


def week_content(week: Week | None, *, width: int, height: int) -> Content:
    """The minutes of this week as columns, and one sentence."""
    if week is None:
        return Content.styled("The week can't be read now.", "$muted")
    period = week.period
    if not period.walks:
        return Content.styled("Your walks of this week will stand here; w begins one.", "$muted")
    sentence = f"{period.total_minutes} min on {count(period.days_walked, 'day')}"
    return Content("\n").join(
        [*charts.columns(period.days, width=width, height=height), Content.styled(sentence, "$muted")]
    )


def everything(listed: Sequence[Binding], abouts: Mapping[Kind, str], *, width: int, says_more: bool) -> list[Content]:
    """All that can be done, each with its key and the figures of the sessions that have some; in columns."""
    figures = {f"session('{kind}')": words for kind, words in abouts.items()}
    looks = [LISTED.get(command.action, ("foreground", "")) for command in listed]
    told = [figures.get(each.action, look[1]) if says_more else "" for each, look in zip(listed, looks, strict=True)]
    names = max(len(command.description) for command in listed) + 2
    each = names + 4 + max(map(len, told)) + 2
    high = -(-len(listed) // max(1, min(2 if says_more else 5, (width + 2) // each)))
    cells = [
        Content.assemble(
            cap(first_key(command)),
            (f" {command.description:<{names}}", f"bold ${hue} @click=app.{command.action}"),
            (about.ljust(each - names - 4), "$muted"),
        )
        for command, (hue, _), about in zip(listed, looks, told, strict=True)
    ]
    return [Content("").join(cells[row::high]) for row in range(high)]


def below(picture: Picture, others: Sequence[Session], width: int) -> Content:
    """What stands below a session: the others with their own small bars, what comes next, and the flare-up."""
    today = picture.today
    rows = [_other(other, picture, width).stylize(f"@click=app.session('{other.kind}')") for other in others]
    is_called = any(session.state is State.DUE for session in picture.sessions)
    if not is_called:  # else that is the one next thing, and nothing asks for another key
        for item in _ahead(today, picture)[: max(1, 3 - len(others))]:
            keys = [piece for key in item.keys for piece in (("  ", ""), cap(key))]
            when, press = f"{time_of(item, picture):<7}", click(item.keys[0])
            words = (when, f"$muted {press}"), ("● ", f"${item.kind} {press}"), (item.label, press)
            rows.append(Content.assemble(*words, *keys))
    if today.flare is not None:
        rows += [Content.styled(today.line, "$muted")]
    return Content("\n").join(rows)


def _ahead(today: Today, picture: Picture) -> list[Item]:
    """The next things in order of time, the one for now before them."""
    now, first = picture.now.wall, today.day.next
    open_now = first if first is not None and first.is_open(now) else None
    return sorted(today.day.ahead, key=lambda item: (item is not open_now, item.at))


def _other(session: Session, picture: Picture, width: int) -> Content:
    """One line about a session that is not in the middle: when it next asks for something, and a small bar."""
    hue = f"${session.kind}"
    remaining = session.remaining(picture.now)
    if session.needs_person or session.state is State.PAUSED or remaining is None:
        return Content.styled(wording.part(session, picture.now), f"bold {hue}")
    what = {Act.ON: "take it off", Act.OFF: "skin break over", Act.STAY: "change position"}
    words = f"{picture.at(remaining):%H:%M}  {session.kind.label}: {what.get(session.step.act, 'over')}"
    share = 0.0 if not session.length else session.used(picture.now) / session.length
    bar = charts.bar(round(100 * share), 100, max(0, min(20, width - len(words) - 8)), hue)
    return Content.assemble((f"{words}  ", hue), bar)


def past_flares(flares: Sequence[Flare], clock: Clock) -> list[str]:
    """A line for each flare-up that is over, the newest first."""
    lines = []
    for flare in flares:
        if flare.is_over:
            began = clock.local(flare.onset.wall)
            days = max(1, round(flare.lasted(clock.now()).total_seconds() / 86_400))
            how = ", over two weeks" if flare.outcome is Outcome.SEE_SOMEONE else ", over"
            set_off = f", {flare.trigger}" if flare.trigger else ""
            lines.append(f"{began:%d %b %Y}, {count(days, 'day')}, plan {flare.plan}{how}{set_off}")
    return lines
