"""``csat paper``: forms out by post or fax, batches in, keying by lines, balance and return rates (J2, R34)."""

import click

from csat_tui.commands import paper_in, paper_operators, paper_out, paper_scans


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
        paper_out.rates,
    ),
    *(
        paper_in.batch,
        paper_in.batches_,
        paper_in.sort,
        paper_in.key,
        paper_in.close,
        paper_operators.operators,
        paper_scans.scan,
        paper_scans.scans_,
    ),
):
    paper.add_command(_command)
