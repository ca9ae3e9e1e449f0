"""``csat paper``: forms out by post or fax, batches in, keying by lines, balance and return rates (J2, R34)."""

import click

from csat_tui.commands import (
    paper_in,
    paper_met,
    paper_operators,
    paper_out,
    paper_scans,
    paper_second,
    paper_summary,
)


@click.group()
def paper() -> None:
    """Forms on paper: issue and print them, take batches in, key, balance, count what came back."""


for _command in (
    *(
        paper_out.issue,
        paper_out.print_,
        paper_out.mailings_,
        paper_out.register,
        paper_out.mark,
        paper_out.remind,
        paper_out.rates,
    ),
    *(
        paper_in.batch,
        paper_in.batches_,
        paper_in.sort,
        paper_in.key,
        paper_in.close,
        paper_second.differences,
        paper_second.decide,
        paper_met.met,
        paper_operators.operators,
        paper_scans.scan,
        paper_scans.scans_,
        paper_summary.summary,
    ),
):
    paper.add_command(_command)
