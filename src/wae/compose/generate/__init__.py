"""Components that the composer writes itself: denials, policies, gates, filters of the environment,
floors.

Each stands between a component and what it may not have as a whole. From the inside out:
``assembly`` and ``modulebuilder`` write core code, ``coremodule``, ``abi`` and ``facade`` make a
component of it, and ``denial``, ``environment``, ``gate``, ``policy`` and ``floor`` say which.
``inspect`` generates them again to know them by their bytes, so a change of a byte here is a new
version.
"""
