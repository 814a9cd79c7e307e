# Two commands for a newcomer: `make run` and `make test`. The others are for those who change the code.
PORT ?= 8000
BIN := .venv/bin

.PHONY: run test proof check shots lock vendor clean

run: .venv/runtime ## a populated site on http://localhost:8000
	@MAILLAGE_DEMONSTRATION=1 MAILLAGE_PUBLIC_ADDRESS=$${MAILLAGE_PUBLIC_ADDRESS:-http://localhost:$(PORT)} exec $(BIN)/maillage demo --port $(PORT)

test: .venv/dev ## the whole suite on SQLite, then on PostgreSQL
	@scripts/test

proof: .venv/dev ## the same tests with their full counts
	@MAILLAGE_COUNTS=proof scripts/test

check: .venv/dev ## format, lint, types, layers, templates, migrations, deployment settings
	@scripts/check

shots: .venv/dev ## screenshots of every screen from a clean demonstration
	@$(BIN)/python scripts/shots

lock: ## write the lock files again (maintainers, needs uv)
	@scripts/lock

vendor: ## fetch the front-end files again (maintainers, needs npm)
	@scripts/vendor

clean: ## forget the environment and the local data
	rm -rf .venv var shots

.venv/runtime: requirements.txt pyproject.toml scripts/environment
	@scripts/environment runtime

.venv/dev: requirements-dev.txt requirements.txt pyproject.toml scripts/environment
	@scripts/environment dev
