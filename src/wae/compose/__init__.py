"""Composition: components and a manifest's wishes in, one component out.

``plan`` decides, ``encode`` writes; neither touches a file.
"""

from wae.compose.encode import encode
from wae.compose.generate.policy import Auth, HeaderKey, Policy
from wae.compose.graph import ComponentSpec, Plan, PlanError
from wae.compose.plan import plan

__all__ = ["Auth", "ComponentSpec", "HeaderKey", "Plan", "PlanError", "Policy", "encode", "plan"]
