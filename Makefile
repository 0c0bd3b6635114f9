# make demo   sets everything up and shows the toolbox at work
# make test   sets everything up and runs every check and test
PYTHON ?= python3
BIN := .venv/bin
export WAE_BUILD_CACHE := $(CURDIR)/.cache/build

.PHONY: demo test check bench screenshots docs toolbox peers lock clean
.DELETE_ON_ERROR:

demo: toolbox
	@scripts/demo

# On two processors check and peers, which mostly waits, go beside the toolbox.
test: .venv/ready
	@$(MAKE) --no-print-directory --jobs 3 check toolbox peers
	@scripts/test

check: .venv/ready
	@scripts/check

bench: toolbox
	@$(BIN)/python -m benchmarks

screenshots: toolbox peers
	@$(BIN)/python scripts/screenshots

docs: toolbox
	@$(BIN)/python docs/generate.py
	@$(BIN)/wae inspect --svg dist/toolbox.wasm > docs/composition.svg
	@$(BIN)/python scripts/session
	@$(BIN)/python scripts/sbom

toolbox: .venv/ready
	@$(BIN)/wae build apps/toolbox -o dist/toolbox.wasm
	@$(BIN)/wae build apps/toolbox-http -o dist/toolbox-http.wasm
	@$(BIN)/wae build apps/toolbox-warm -o dist/toolbox-warm.wasm
	@$(BIN)/wae build apps/toolbox-async -o dist/toolbox-async.wasm
	@$(BIN)/python -m wae.build.bundle dist/toolbox.wasm

peers: .venv/ready
	@$(BIN)/python scripts/peers

lock: .venv/ready
	@scripts/lock

.venv/ready: pyproject.toml requirements-dev.lock
	@scripts/setup $(PYTHON)
	@touch $@

clean:
	rm -rf .venv .cache dist src/wae/bundle/toolbox.*
