"""The modules that guard, and for each the fast tests that must notice a change to it.

Left out is what only writes code for wasm (`gatecode`, `answering`, `answer_image`, `abi`,
`assembly`, `facade`): a change there is found by running components, which no fast test does.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]

_HTTP = "components/http"
_SETTINGS = "components/settings"

TARGETS: dict[str, tuple[str, ...]] = {
    f"{_HTTP}/{name}.py": tuple(f"{_HTTP}/tests/{test}.py" for test in tests)
    for name, tests in {
        "address": ("test_address", "test_login_trust"),
        "allowed_hosts": ("test_allowed_hosts", "test_exchange", "test_trust", "test_header_key"),
        "credential": (
            "test_credential",
            "test_login",
            "test_exchange",
            "test_login_secrets",
            "test_trust",
            "test_login_trust",
            "test_header_key",
        ),
        "insecure": ("test_trust",),
        "key": ("test_trust", "test_login_trust", "test_header_key"),
        "redirect": ("test_redirect", "test_exchange"),
        "secret": ("test_secret", "test_login_secrets", "test_echoes", "test_bytes"),
        "target": ("test_trust",),
        "url": ("test_url",),
    }.items()
}
TARGETS |= {
    f"{_SETTINGS}/sources.py": (f"{_SETTINGS}/tests",),
    "components/files/preopened.py": ("components/files/tests",),
    "src/wae/contract/json_text.py": ("tests/contract/test_json_text.py",),
    "src/wae/contract/host_name.py": ("tests/faces/test_host.py",),
}
TARGETS |= {
    f"src/wae/{module}.py": tuple(f"tests/{test}.py" for test in tests)
    for module, tests in {
        "compose/floors": ("compose/test_plan_errors", "wasip3/test_floor"),
        "compose/cycles": ("compose/test_plan_errors", "compose/test_plan"),
        "compose/origins": ("compose/test_origins",),
        "compose/wrap": ("compose/test_wrap",),
        "compose/generate/policy": ("inspect/test_policies", "compose/test_plan"),
        "compose/generate/gate": (
            "gate/test_gate_types",
            "gate/test_placement",
            "inspect/test_gates",
            "gate/test_gate",
        ),
        "compose/generate/environment": (
            "compose/test_environment",
            "compose/test_wrap",
            "inspect/test_recognize",
        ),
        "compose/generate/deny": ("compose/test_stub", "inspect/test_recognize"),
        "compose/generate/denial": (
            "inspect/test_recognize",
            "compose/test_seal",
            "compose/test_denial",
            "compose/test_denial_of_anything",
        ),
        "compose/generate/answers": (
            "compose/test_denial_answers",
            "inspect/test_recognize",
            "compose/test_seal",
            "compose/test_denial",
            "compose/test_denial_of_anything",
        ),
        "inspect/recognize": (
            "inspect/test_limits",
            "inspect/test_policies",
            "inspect/test_recognize",
            "inspect/test_gates",
        ),
        "inspect/gates": ("inspect/test_gates",),
        "inspect/denials": ("inspect/test_recognize",),
        "inspect/floors": ("inspect/test_recognize", "wasip3/test_floor"),
        "inspect/variables": ("inspect/test_limits", "inspect/test_recognize"),
        "inspect/authority": (
            "inspect/test_depth",
            "inspect/test_code",
            "inspect/test_names",
            "inspect/test_limits",
        ),
        "inspect/limits": (
            "inspect/test_limits",
            "inspect/test_policies",
            "inspect/test_gates",
        ),
        "build/requirements": ("build/test_requirements",),
        "build/markers": ("build/test_markers", "build/test_requirements"),
        "build/dependencies": ("build/test_installed",),
        "build/download": ("build/test_download",),
        "build/wheel": ("build/test_wheel",),
        "build/tree": ("build/test_tree", "build/test_source"),
        "build/cache": ("build/test_build_cache",),
        "build/fetched": (
            "build/from_registries/test_contracts_added",
            "build/from_registries/test_contracts_refused",
            "build/from_registries/test_versions",
        ),
        "build/from_registry": (
            "build/from_registries/test_contracts_added",
            "build/from_registries/test_contracts_refused",
            "build/from_registries/test_versions",
        ),
        "build/lock": ("build/test_lock",),
        "deploy/allowed": ("deploy/test_deploy_needs",),
        "deploy/pool": ("deploy/test_deploy_pool", "deploy/test_deploy_needs"),
        "deploy/variables": ("deploy/test_deploy_variables",),
        "installed/compose": ("installed/test_keys", "installed/test_granted_tools"),
        "installed/forgotten": ("installed/test_installing",),
        "installed/key_text": ("installed/test_key_words", "installed/test_lock"),
        "installed/keys": ("installed/test_key_words", "installed/test_keys"),
        "installed/lock": (
            "installed/test_lock",
            "installed/test_installing",
            "installed/test_upgrade",
        ),
        "installed/names": ("installed/test_lock", "installed/test_installing"),
        "installed/settle": ("installed/test_granted_tools", "installed/test_upgrade"),
        "installed/source": ("installed/test_installing", "installed/test_upgrade"),
        "installed/wants": ("installed/test_granted_tools", "installed/test_keys"),
        "manifest/extends": (
            "test_manifest_extends",
            "build/test_extends",
            "build/test_extends_and_adds",
        ),
        "manifest/tools": ("build/test_app_tools", "build/test_extends"),
        "registry/challenge": ("registry/test_challenge",),
        "registry/reference": ("registry/test_reference",),
        "faces/rest/files/walk": ("faces/test_walk", "faces/test_served_folder"),
        "faces/rest/files/paths": ("faces/test_served_folder",),
        "faces/rest/folder": ("faces/test_open_folder", "faces/test_served_folder"),
        "grants/model": ("grants/test_model",),
        "grants/options": ("grants/test_options",),
        "grants/answers": ("grants/test_answers",),
        "runtime/private": ("runtime/test_private", "runtime/test_preopens"),
        "runtime/eviction": ("runtime/test_eviction",),
    }.items()
}
