"""A module that is put off is there as soon as it is used."""

from __future__ import annotations

from tests.fresh import succeeds


def test_a_module_put_off_is_loaded_by_its_first_use():
    code = (
        "import sys\n"
        "from backcoach.cli.spare import Later, load_later\n"
        "load_later('colorsys'); load_later('sys')\n"
        "import colorsys\n"
        "assert type(sys.modules['colorsys']) is Later and type(sys) is not Later\n"
        "assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)\n"
        "assert type(sys.modules['colorsys']) is not Later\n"
        "from inspect import signature\n"
        "assert colorsys.hsv_to_rgb(0, 0, 1) == (1, 1, 1)\n"
    )
    succeeds(code)


def test_the_parser_reads_words_without_what_is_put_off():
    code = (
        "import sys\n"
        "from backcoach.cli.main import main\n"
        "from backcoach.cli.spare import Later\n"
        "main(['walk', 'list']); main(['bogus'])\n"
        "loaded = [name for name in ('gettext', 'ipaddress') if type(sys.modules[name]) is not Later]\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)\n"
    )
    succeeds(code)
