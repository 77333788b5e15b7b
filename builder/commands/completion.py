"""`taller completion`: click's own completion, for the shells it supports."""

import click

from builder.commands.spoken import argument, command

SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    'eval "$(taller completion bash)"    # ~/.bashrc',
    'eval "$(taller completion zsh)"     # ~/.zshrc',
    "taller completion fish > ~/.config/fish/completions/taller.fish",
)
@argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click knows all of SHELLS
    click.echo(kind(ctx.find_root().command, {}, "taller", "_TALLER_COMPLETE").source())
