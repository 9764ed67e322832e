"""A plot is a table first: who sees no drawing reads the figures."""

from flask import Flask, render_template_string

from hutong.kernel.plots import Plot, Series

PAGE = """{% from "kernel/plots.html" import plot with context %}{{ plot(figures) }}"""


def test_a_plot_is_a_table(app: Flask) -> None:
    """B-01: labels, units and the exact figures."""
    figures = Plot(
        "Takings", ["1 May", "2 May"], [Series("Takings", [123_450, 0], "money"), Series("Full", [50, 0], "percent")]
    )
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        shown = render_template_string(PAGE, figures=figures)
    assert "¥1,234.50" in shown
    assert 'data-value="123450"' in shown
    assert "50 %" in shown
    assert shown.count("<tr>") == 3


def test_its_legend_says_the_last_figures_until_one_points_at_others(app: Flask) -> None:
    """X-05: there before the drawing, so that nothing below jumps when it comes."""
    figures = Plot("Takings", ["1 May", "2 May"], [Series("Takings", [123_450, 700], "money")])
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        legend = render_template_string(PAGE, figures=figures).partition('class="legend"')[2].partition("</p>")[0]
        nothing = render_template_string(PAGE, figures=Plot("Takings", [], [Series("Takings", [], "money")]))
    assert "2 May" in legend
    assert "¥7" in legend
    assert 'class="legend"' not in nothing
