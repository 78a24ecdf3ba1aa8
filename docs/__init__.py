"""The lessons as pages that are alive: ``python -m docs`` builds them into build/site/."""
