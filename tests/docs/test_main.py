"""What `python -m docs` says before it builds anything; test_site.py looks at what it builds."""

import os
import subprocess
import sys

from tests.support.paths import ROOT


def test_help_is_given_and_no_folder_is_made(tmp_path):
    """`--help` was once taken for the folder to build in."""
    told = subprocess.run(
        [sys.executable, "-m", "docs", "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("usage: python -m docs")
    assert not any(tmp_path.iterdir())
