"""What a component claims to import or export gives it no more than the manifest says.

These components are made from WIT alone; their functions trap. Nothing here needs to run.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from tests.dummy import from_wit
from tests.foreign.seats import ROOT

from wae.binary.decode import decode_component
from wae.compose import Part, Plan, PlanError, plan
from wae.compose.graph import FromExport, FromInstance, FromRoot
from wae.errors import WaeError
from wae.manifest import load_manifest

PASSWORD = (ROOT / "wit" / "password" / "password.wit").read_text()
"""Placeholder."""
