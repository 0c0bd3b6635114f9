"""The modules that guard, and for each the fast tests that must notice a change to it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]

_HTTP = "components/http"
_SETTINGS = "components/settings"

TARGETS: dict[str, tuple[str, ...]] = {
    f"{_HTTP}/{name}.py": tuple(f"{_HTTP}/tests/{test}.py" for test in tests)
    for name, tests in {
        "address": ("test_address", "test_login_trust"),
        "allowance": ("test_allowance", "test_exchange", "test_trust"),
        "credential": (
            "test_credential",
            "test_login",
            "test_exchange",
            "test_login_secrets",
            "test_trust",
            "test_login_trust",
        ),
        "insecure": ("test_trust",),
        "key": ("test_trust", "test_login_trust"),
        "redirect": ("test_redirect", "test_exchange"),
        "secret": ("test_secret", "test_login_secrets", "test_echoes"),
        "target": ("test_trust",),
        "url": ("test_url",),
    }.items()
}
TARGETS |= {
    f"{_SETTINGS}/sources.py": (f"{_SETTINGS}/tests",),
    "src/wae/compose/circles.py": (
        "tests/compose/test_plan_errors.py", "tests/compose/test_plan.py",
    ),
    "src/wae/compose/generate/policy.py": (
        "tests/inspect/test_policies.py", "tests/compose/test_plan.py",
    ),
    "src/wae/compose/generate/deny.py": (
        "tests/compose/test_seal.py", "tests/compose/test_stub.py",
    ),
    "src/wae/compose/generate/environment.py": ("tests/compose/test_environment.py",),
    "src/wae/inspect/authority.py": (
        "tests/inspect/test_report.py", "tests/inspect/test_depth.py",
        "tests/inspect/test_names.py",
    ),
    "src/wae/inspect/limits.py": ("tests/inspect/test_limits.py", "tests/inspect/test_policies.py"),
    "src/wae/build/dependencies.py": (
        "tests/build/test_dependencies.py", "tests/build/test_markers.py",
        "tests/build/test_requirements.py", "tests/build/test_wheel.py",
    ),
    "src/wae/runtime/private.py": ("tests/runtime/test_private.py",),
    "src/wae/runtime/eviction.py": ("tests/runtime/test_eviction.py",),
    "src/wae/faces/rest/host.py": ("tests/faces/test_host.py",),
    "src/wae/contract/json_text.py": ("tests/contract/test_json_text.py",),
}  # fmt: skip
