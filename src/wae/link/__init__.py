"""Links the core modules of a component into one. No I/O; of ours it imports ``binary`` alone.

componentize-py makes a component of shared libraries: CPython, libc, its own runtime and others are
core modules, wired by a module that holds memory, table and the addresses of everything. Here they
become three: the component's own memory (:mod:`wae.link.state`), one module of code that is the
same bytes in every component of a version (:mod:`wae.link.merge`), and its bindings, as they are.
``docs/composition.md`` explains the layout.
"""
