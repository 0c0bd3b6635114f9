"""What all commands share: the terminal, output, errors, words."""
