"""What Sphinx is told: nothing is run, nothing is fetched, and a warning is an error."""

import gc

import convlib

gc.disable()  # the build is short: looking for cycles in all its pages takes a quarter of its time

project = "convlib"
author = copyright = "the convlib authors"
version = release = convlib.__version__
html_title = "2D convolution from scratch"
html_short_title = "convlib"

extensions = ["myst_nb", "sphinx.ext.autodoc", "numpydoc", "sphinx_copybutton", "docs.mathml"]
exclude_patterns = ["pictures"]
nb_execution_mode = "off"  # the saved outputs are what nbval compares
nb_merge_streams = True
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

autodoc_typehints = "none"  # the docstrings say it in words
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

html_theme = "furo"
html_static_path = ["static"]
html_favicon = "static/icon.svg"
html_css_files = ["site.css"]
html_js_files = [(name, {"defer": "defer"}) for name in ("convlib.js", "exercises.js")]
html_math_renderer = "mathml"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#005f96", "color-brand-content": "#005f96"},
    "dark_css_variables": {"color-brand-primary": "#6cc0f5", "color-brand-content": "#6cc0f5"},
}
copybutton_exclude = ".linenos, .gp, .go"


def give_levels(app, page, template, context, doctree):
    """Give the captions of contents the level that a heading has to have."""
    for name in ("body", "furo_navigation_tree"):
        context[name] = context.get(name, "").replace(
            'role="heading"', 'role="heading" aria-level="2"'
        )


def setup(app):
    """Connect what mends pages; furo makes its part of them at 500."""
    app.connect("html-page-context", give_levels, priority=900)
