"""Which paths of the engine a call takes: for its tests and for the benchmark."""

from unittest import mock

from convlib.engine import rule


def paths_taken(call):
    """Run a call; return the names of the paths that the rule chose, each once, in order."""
    choose, names = rule.choose, []

    def listening(*arguments):
        name, dtype = choose(*arguments)
        names.append(name)
        return name, dtype

    with mock.patch.object(rule, "choose", listening):
        call()
    return list(dict.fromkeys(names))
