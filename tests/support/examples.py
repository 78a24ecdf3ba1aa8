"""How many examples a test of Hypothesis tries."""

from hypothesis import settings

USUAL = 100  # examples, where no profile says otherwise
FEWEST = 5


def examples(most):
    """Settings that try so many examples: fewer in proportion where the profile asks for fewer."""
    return settings(max_examples=max(FEWEST, most * settings().max_examples // USUAL))
