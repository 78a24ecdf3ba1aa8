"""Formulas as MathML, made at build time: no script has to be fetched to read them."""

from docutils import nodes
from latex2mathml.converter import convert


def visit_math(writer, node):
    """Write a formula within a line."""
    writer.body.append(convert(node.astext()))
    raise nodes.SkipNode


def visit_math_block(writer, node):
    """Write a formula that stands by itself."""
    formula = convert(node.astext(), display="block")
    # On a narrow screen it scrolls, by keyboard, too.
    writer.body.append(f'<div class="math" tabindex="0">{formula}</div>\n')
    raise nodes.SkipNode


def setup(app):
    """Tell Sphinx of a way to write formulas."""
    renderers = {
        "inline_renderers": (visit_math, None),
        "block_renderers": (visit_math_block, None),
    }
    app.add_html_math_renderer("mathml", **renderers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
