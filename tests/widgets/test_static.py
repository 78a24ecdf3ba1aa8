"""The browser side's own checks: types (tsc over the JSDoc), ESLint, Prettier."""

import json
import shutil
import subprocess

import pytest

from tests.support.paths import ROOT

CHECKS = {
    "types": ["tsc"],
    "lint": ["eslint", "."],
    "format": ["prettier", "--check", "."],
}


@pytest.mark.lint
@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_found_in_the_scripts(check):
    tool, *arguments = CHECKS[check]
    program = ROOT / "node_modules" / ".bin" / tool
    if not shutil.which("node") or not program.exists():
        pytest.skip(f"no {tool} to check the scripts with: install Node.js and run npm ci")
    found = subprocess.run(
        [program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_scripts_of_an_environment_in_the_clone_are_left_as_they_are():
    """Node.js asks the nearest package.json what a .js file is: that goes for .venv, too.

    With "type": "module" there, JupyterLab's yarn.js fails in a page of code when it starts.
    """
    assert "type" not in json.loads((ROOT / "package.json").read_text())
