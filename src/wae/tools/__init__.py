"""An app's tools on a command line: what each says of itself, and commands made of its contract.

Pure Python that knows of no process, file or host: `wae build` puts it into the component that has
the app's command line, and the host uses the same modules.
"""
