"""An ordinary Python program to compare with: click, httpx and rich loaded, one password made."""

import secrets
import string

import click
import httpx
import rich

ALPHABET = string.ascii_letters + string.digits + "!#$%&()*+,-./:;<=>?@[]^_{}~"


@click.command()
@click.option("--length", default=20)
@click.option("--url", default="")
def password(length: int, url: str) -> None:
    if url:
        rich.print(httpx.get(url).json())
    click.echo("".join(secrets.choice(ALPHABET) for _ in range(length)))


if __name__ == "__main__":
    password()
