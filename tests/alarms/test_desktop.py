import shutil
import subprocess

import pytest
from msgspec.structs import replace

from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.notifications import APPLE_SCRIPT, DesktopNotification

NOTIFY_SEND, DBUS_DAEMON = shutil.which("notify-send"), shutil.which("dbus-daemon")


@pytest.fixture
def desktop(clock):
    channel = DesktopNotification(clock)
    yield channel
    channel.close()


def show(desktop, tools, alarm):
    desktop.give(alarm)
    tools.settle(desktop)
    desktop.pump()


def test_the_removal_is_critical_and_stays_until_it_is_answered(tools, desktop, removal):
    tools.add("notify-send", "echo 7")
    show(desktop, tools, removal)

    assert tools.calls("notify-send") == [
        [
            "--app-name=backcoach",
            "--urgency=critical",
            "--expire-time=0",
            "--hint=string:x-canonical-private-synchronous:backcoach-ice",
            "--hint=string:x-dunst-stack-tag:backcoach-ice",
            "--print-id",
            "--",
            "Ice REMOVE NOW",
            "15 min are over.",
        ]
    ]


def test_a_repeat_takes_the_place_of_the_one_before_of_its_kind(tools, desktop, removal, notice):
    tools.add("notify-send", "echo 7")
    for alarm in (removal, notice, removal):
        show(desktop, tools, alarm)

    replaced = [[word for word in call if word.startswith("--replace-id")] for call in tools.calls("notify-send")]
    assert replaced == [[], [], ["--replace-id=7"]]


def test_a_cue_and_a_notice_are_less_than_critical_and_go_by_themselves(tools, desktop, cue, notice):
    tools.add("notify-send")
    show(desktop, tools, cue)
    show(desktop, tools, notice)

    assert [call[1:3] for call in tools.calls("notify-send")] == [
        ["--urgency=low", "--expire-time=5000"],
        ["--urgency=normal", "--expire-time=30000"],
    ]


def test_texts_are_neither_options_nor_markup_nor_control_characters(tools, desktop, removal):
    tools.add("notify-send")
    show(desktop, tools, replace(removal, headline="--help\x1b", text="<b>a</b> & b\nc"))

    assert tools.calls("notify-send")[0][-3:] == ["--", "--help", "&lt;b&gt;a&lt;/b&gt; &amp; b c"]


def test_silence_takes_back_what_is_shown(tools, desktop, removal):
    tools.add("notify-send", "echo 7")
    tools.add("gdbus")
    show(desktop, tools, removal)
    desktop.silence()
    tools.settle(desktop)

    assert tools.calls("gdbus")[0][-2:] == ["org.freedesktop.Notifications.CloseNotification", "7"]


def test_silence_takes_back_what_was_still_on_its_way(tools, desktop, removal):
    tools.add("notify-send", "echo 8")
    tools.add("gdbus")
    desktop.give(removal)
    desktop.silence()
    tools.settle(desktop)
    desktop.pump()
    tools.settle(desktop)
    desktop.pump()

    assert [call[-1] for call in tools.calls("gdbus")] == ["8"]
    assert not desktop.waiting()


def test_an_old_notify_send_is_asked_again_without_what_it_does_not_know(tools, desktop, removal):
    old = 'for word in "$@"; do [ "$word" != --print-id ] || { echo "Unknown option --print-id"; exit 1; }; done'
    tools.add("notify-send", old)
    show(desktop, tools, removal)
    tools.settle(desktop)
    desktop.pump()
    show(desktop, tools, removal)

    assert ["--print-id" in call for call in tools.calls("notify-send")] == [True, False, False]


def test_a_failure_is_said_and_the_next_alarm_is_still_tried(tools, desktop, removal):
    tools.add("notify-send", 'echo "no such service"', status=1)
    with pytest.raises(ChannelError, match=r"^The notification could not be shown: notify-send .*: no such service\.$"):
        show(desktop, tools, removal)
    desktop.give(removal)
    tools.settle(desktop)
    with pytest.raises(ChannelError):
        desktop.give(removal)
    tools.settle(desktop)

    assert len(tools.calls("notify-send")) == 3


def test_macos_gets_the_texts_as_arguments_of_a_fixed_script(tools, desktop, removal, monkeypatch):
    tools.add("osascript", 'while read line; do echo "$line"; done > "$0.script"')
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    show(desktop, tools, replace(removal, text='-e "quit" \\'))

    assert tools.calls("osascript") == [["-", "Ice REMOVE NOW", '-e "quit" \\']]
    script = (tools.folder / "osascript.script").read_text()
    assert script.split() == APPLE_SCRIPT.split()


def test_nothing_installed_is_a_sentence(tools, desktop, removal):
    assert desktop.missing().startswith("No program for notifications was found; install notify-send")
    with pytest.raises(ChannelError, match="No program for notifications"):
        desktop.give(removal)


def test_no_desktop_is_a_sentence(tools, desktop, removal, monkeypatch, tmp_path):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    tools.add("notify-send")

    assert desktop.missing().startswith("There is no desktop to notify here")
    with pytest.raises(ChannelError, match="no desktop"):
        desktop.give(removal)
    assert tools.calls("notify-send") == []

    (tmp_path / "bus").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert desktop.missing() is None


def test_close_lets_a_notification_arrive_that_is_on_its_way(tools, clock, removal):
    tools.add("notify-send")
    channel = DesktopNotification(clock)
    channel.give(removal)
    channel.close()

    assert len(tools.calls("notify-send")) == 1
    assert not channel.waiting()


@pytest.mark.skipif(not (NOTIFY_SEND and DBUS_DAEMON), reason="notify-send or dbus-daemon is not installed")
def test_the_real_notify_send_says_that_nobody_shows_notifications(tools, desktop, removal, monkeypatch, tmp_path):
    """A session bus with nobody on it: the options are understood, and the reason comes back as a sentence."""
    config = tmp_path / "bus.conf"
    config.write_text(
        f"<busconfig><type>session</type><listen>unix:dir={tmp_path}</listen>"
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
        '<allow own="*"/></policy></busconfig>'
    )
    command = [DBUS_DAEMON, f"--config-file={config}", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bus:
        try:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
            tools.add("notify-send", f'exec {NOTIFY_SEND} "$@"')
            with pytest.raises(ChannelError) as caught:
                show(desktop, tools, removal)
        finally:
            bus.kill()

    assert "org.freedesktop.Notifications" in str(caught.value)
    assert "nknown option" not in str(caught.value)
