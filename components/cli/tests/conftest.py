"""Fixtures for every test of the command line."""

from fake_host import on  # noqa: F401
from fake_process import fake, wae  # noqa: F401
from openai_answers import data, model  # noqa: F401
