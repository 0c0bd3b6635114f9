"""wae's own commands, one file each: `main(arguments, *, debug) -> exit code`.

They are imported only when used, so that none of them makes the others start slower.
"""
