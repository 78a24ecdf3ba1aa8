"""No test of a check may see the net below it catch anything, unless it asks for `net`."""

from tests.support.net import net, no_net  # noqa: F401
