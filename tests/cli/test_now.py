"""`backcoach now` opens the coach at the first minute."""

from backcoach.cli import window


def test_now_opens_the_first_minute(shell, monkeypatch):
    opened = []
    monkeypatch.setattr(window, "open_coach", lambda *args: opened.append(args[-1]) or 0)
    shell.ok("now")
    shell.ok("ice")
    assert [(opening.is_now, opening.kind) for opening in opened] == [(True, None), (False, "ice")]


def test_it_takes_no_other_words(shell):
    said = shell("now", "please")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
