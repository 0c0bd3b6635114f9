"""Mutation tests of the code that guards: each small change to it must make a test fail."""
