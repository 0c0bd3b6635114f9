"""Tests of one component: natively, and in the sandbox in which it will run."""
