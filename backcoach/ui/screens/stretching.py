"""A stretch: which side and what to do as large as the window allows, the seconds, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.ui.guided_faces import stretch_face
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import put
from backcoach.ui.screens.guided import GuidedScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.figure import Drawing
from backcoach.ui.widgets.progress_line import ProgressLine


class StretchScreen(GuidedScreen):
    """Leads a stretch, to be read by someone who turns their head for a moment."""

    kind = Kind.STRETCH

    def __init__(self, drawings: Mapping[str, str]) -> None:
        """Take the drawings, by the id of their routine."""
        super().__init__()
        self._drawings = drawings

    def compose_middle(self) -> ComposeResult:
        """Side, act and seconds; the drawing beside them; below what is behind and what comes."""
        yield BigTime(id="side")
        with Horizontal(id="stretch"):
            with Vertical(id="stretch-words"):
                yield BigTime(id="word")
                yield BigTime(id="digits")
            yield Drawing(id="drawing")
        yield Static("", id="sentence", markup=False)
        yield Static("", id="rep", markup=False)
        yield ProgressLine(id="progress")
        yield Static("", id="next", markup=False)

    def lead(self, session: Session, picture: Picture) -> None:
        """Show the step."""
        face = stretch_face(session, picture.now)
        side = self.query_one("#side", BigTime)
        side.set_class(bool(face.side), "-shown")
        side.set_class(face.is_next, "-next")
        side.value = face.side
        self.tell(face.act, face.seconds)
        drawing = self.query_one(Drawing)
        drawing.figure = self._drawings.get(session.routine.id, "")
        drawing.set_class(bool(drawing.figure), "-shown")
        put(self, "#sentence", face.cue)
        put(self, "#rep", " · ".join(part for part in (face.rep, face.total) if part))
        self.query_one(ProgressLine).fraction = face.fraction
        put(self, "#next", face.next)
