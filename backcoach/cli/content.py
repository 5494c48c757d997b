"""`backcoach plans`: the content, each item with its sources."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from backcoach.adapters.content import load_content
from backcoach.cli.parts import places_of
from backcoach.domain.limits import MINUTE, minutes

if TYPE_CHECKING:
    import argparse

    from backcoach.adapters.content import Library
    from backcoach.domain.plans import Phase, Plan


def print_plans(words: argparse.Namespace) -> int:
    """Print the plans; what is wrong with one's own goes to standard error."""
    library = load_content(places_of(words).config)
    plans = list(library.plans.values())
    if words.json:
        print(json.dumps([plan.as_json() for plan in plans], ensure_ascii=False, indent=2))  # noqa: T201
    else:
        sys.stdout.write("\n\n".join(_plan(plan) for plan in plans) + "\n")
    return report(library)


def report(library: Library) -> int:
    """Say what is wrong with the person's own content; the rest goes on."""
    for problem in library.problems:
        sys.stderr.write(f"backcoach: {problem}\n")
    return 0


def _plan(plan: Plan) -> str:
    lines = [f"{plan.id}: {plan.title} (sources {', '.join(plan.sources)})"]
    if plan.says:
        lines.append(f"  {plan.says}")
    lines += [f"  {_phase(phase)}" for phase in plan.phases]
    return "\n".join(lines)


def _phase(phase: Phase) -> str:
    until = f"{phase.from_h:g} to {phase.to_h:g} h" if phase.to_h is not None else f"from {phase.from_h:g} h"
    what = " or ".join(kind.value for kind in phase.modality)
    times = f", {phase.applications} times" if phase.applications > 1 else ""
    often = f", every {minutes(phase.every_min * MINUTE)}" if phase.every_min is not None else ""
    return f"{until}: {what}, {phase.on_min:g} min on, {phase.off_min:g} min off{times}{often}"
