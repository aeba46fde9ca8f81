"""What a section must speak of: problems and measures, what was charged, and what the local notice asks for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from model.checks.evaluation import Examined
from model.checks.finding import Finding, Span
from model.checks.passages import Stated, stated_numbers
from model.checks.wording import REQUESTS, quoted, quoted_label
from model.form.edition import Level
from model.form.wording import Bound
from model.report.numbers import format_number


def unmet_demands(examined: Examined) -> Iterator[Finding]:
    """What the form wants a section to say and its text does not. An empty section is another check's."""
    for demand in examined.edition.wording.demands:
        text = examined.report.narratives.get(demand.section, "")
        plain = "".join(text.split())
        if plain and not any(word in plain for word in demand.words):
            heading = quoted(examined.edition.section(demand.section).heading)
            yield Finding(
                code=demand.code,
                level=Level.ASK,
                subject=f"{demand.section} {demand.words[0]}",
                message=f"{heading}{demand.message}；{REQUESTS[Level.ASK]}。",
                spans=(Span(demand.section, 0, 0),),
                figures=str(len(plain)),
            )


def amounts_beyond_the_table(examined: Examined) -> Iterator[Finding]:
    """An amount of money in the text that the table's cannot contain."""
    for bound in examined.edition.wording.bounds:
        amount = examined.amounts.get(bound.cell)
        if amount is None:
            continue
        for stated in stated_numbers(examined.report):
            named = Decimal(stated.mention.quantity.low) / bound.per
            if _is_about(stated, bound) and named > amount.number:
                cell = quoted_label(bound.cell, examined.edition)
                yield Finding(
                    code=bound.code,
                    level=Level.ASK,
                    subject=f"{stated.passage.section} {stated.said}",
                    message=f"正文写的{bound.words[0]}{stated.said}，比{cell}{format_number(amount.number)}还多；"
                    f"{REQUESTS[Level.ASK]}。",
                    cells=(bound.cell,),
                    spans=(stated.span,),
                    figures=f"{stated.said}/{format_number(amount.number)}",
                    values=(named, amount.number),
                )


def _is_about(stated: Stated, bound: Bound) -> bool:
    """Whether the words before the number, in its sentence, name what is bounded."""
    mention = stated.mention
    if mention.quantity.unit != bound.unit or mention.compares:
        return False
    sentence = stated.passage.line[: mention.number_start].rpartition("。")[2]
    return any(word in "".join(sentence.split()) for word in bound.words)
