"""The generated pages are as the code would make them now, and the examples run."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import clientcore

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", ["operations", "errors"])
def test_a_table_that_is_made_is_up_to_date(name: str) -> None:
    made = runpy.run_path(str(DOCS / f"{name}.py"))["document"]()
    assert (DOCS / f"{name}.md").read_text() == made


def test_every_error_is_in_their_table() -> None:
    kinds = {name for name in clientcore.__all__ if name.endswith("Error")} - {"SDKError"}
    assert kinds <= set(re.findall(r"`(\w+Error)`", (DOCS / "errors.md").read_text()))


def test_attempts_become_metrics_and_spans(capsys: pytest.CaptureFixture[str]) -> None:
    reader, spans = InMemoryMetricReader(), InMemorySpanExporter()
    metrics.set_meter_provider(MeterProvider([reader]))
    tracing = TracerProvider()
    tracing.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(tracing)
    page = (DOCS / "observing.md").read_text()
    [(code, output)] = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL)
    exec(compile(code, "observing.md", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out == output
    [span] = spans.get_finished_spans()
    assert span.name == "Runn me.get"
    data: Any = reader.get_metrics_data()
    points = {m.name: m.data.data_points for m in data.resource_metrics[0].scope_metrics[0].metrics}
    assert set(points) == {"http.client.request.duration", "runn.waiting.duration"}
    [point] = points["http.client.request.duration"]
    assert point.attributes["url.template"] == "/me/"
    assert point.attributes["http.response.status_code"] == 200
