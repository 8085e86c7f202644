.PHONY: setup
setup: .venv/.ready
.venv/.ready: requirements.lock
	test -x .venv/bin/python || python3 -m venv .venv
	.venv/bin/pip install -q uv && .venv/bin/uv pip sync -q --python .venv/bin/python --require-hashes requirements.lock && .venv/bin/uv pip install -q --python .venv/bin/python --no-deps -e . && touch $@
