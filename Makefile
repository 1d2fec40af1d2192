# Two commands are enough: `make site` and `make test`. Everything is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready-site
READY_TO_TEST := .venv/ready-test

.PHONY: site test serve check lint lock bench audit clean help

site: $(READY) ## set up, check, build the site into site/ and the booklets into site/an-pham/ and print/
	@$(BIN)/kyyeu build

test: $(READY_TO_TEST) ## lint, types, import order and every test, browser ones included
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest

serve: $(READY) ## build, serve on http://127.0.0.1:8000 and build again after each edit
	@$(BIN)/kyyeu serve

check: $(READY) ## check the content only
	@$(BIN)/kyyeu check

lint: $(READY_TO_TEST) ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

audit: $(READY_TO_TEST) site ## Lighthouse (mobile) and the Nu checker over site/, LibreOffice over print/; wants Node, Java and LibreOffice
	@$(BIN)/python -m tests.audit

lock: $(READY_TO_TEST) ## pin the requirements anew, hashed and without registry addresses
	@$(PYTHON) build_scripts/prepare.py --lock

bench: $(READY_TO_TEST) ## measure against Hugo, Pagefind, vipsthumbnail, Chromium and Typst; N=20000, ROUNDS=5, PHOTOS=0, BOOK=0 say how much
	@$(BIN)/python tests/bench/run.py

clean: ## remove what was built, keep the last good site
	@rm -rf .cache

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST)

$(READY): requirements.txt pyproject.toml build_scripts/prepare.py
	@$(PYTHON) build_scripts/prepare.py

$(READY_TO_TEST): requirements-dev.txt pyproject.toml build_scripts/prepare.py
	@$(PYTHON) build_scripts/prepare.py --test
