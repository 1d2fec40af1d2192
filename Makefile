# Two commands are enough: `make site` and `make test`. Everything is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready-site
READY_TO_TEST := .venv/ready-test

EDITOR := .cache/editor/bundle.json
EDITOR_SOURCES := $(wildcard theme/editor/*.js theme/editor/*.css theme/editor/*.json)

TEMPLATES := theme/pages theme/status $(wildcard theme/site/*.html theme/site/partials/*.html)

.PHONY: install site test attack serve editor check lint lock bench audit licences clean help

install: $(READY) ## install the program into .venv, as forges do before each command

site: $(READY) ## set up, check, build the site into site/ and the booklets into site/an-pham/ and print/
	@$(BIN)/python -m kyyeu build

test: $(READY_TO_TEST) $(if $(shell command -v npm),$(EDITOR)) ## lint, types, import order and every test, browser ones included
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest

attack: $(READY_TO_TEST) ## many random faults: damaged input, kills, full disks (tests/attack/); N=10 for ten times as many, SEED=7 to repeat
	@N=$(or $(N),1) $(BIN)/python -m pytest tests/attack

serve: $(READY) ## build, serve on http://127.0.0.1:8000 and build again after each edit
	@$(BIN)/python -m kyyeu serve

editor: $(EDITOR) ## bundle the web editor, which the next build puts at /bien-tap/; wants Node

check: $(READY) ## check the content only
	@$(BIN)/python -m kyyeu check

lint: $(READY_TO_TEST) ## ruff, djhtml, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

audit: $(READY_TO_TEST) site ## Lighthouse (mobile) and the Nu checker over site/, LibreOffice over print/; wants Node, Java and LibreOffice
	@$(BIN)/python -m kyyeu print >/dev/null
	@$(BIN)/python -m tests.audit

licences: $(READY) ## list what is shipped: each package and font with version, licence and last release
	@$(BIN)/python build_scripts/licences.py

lock: $(READY_TO_TEST) ## pin the requirements anew, hashed and without registry addresses
	@$(PYTHON) build_scripts/prepare.py --lock

bench: $(READY_TO_TEST) ## measure against Hugo, Pagefind, vipsthumbnail, Chromium and Typst; N=20000, ROUNDS=5, PHOTOS=0, BOOK=0 say how much
	@$(BIN)/python -m tests.bench.run

clean: ## remove what was built, keep the last good site
	@rm -rf .cache

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST)

$(READY): requirements.txt pyproject.toml build_scripts/prepare.py
	@$(PYTHON) build_scripts/prepare.py

$(READY_TO_TEST): requirements-dev.txt pyproject.toml build_scripts/prepare.py
	@$(PYTHON) build_scripts/prepare.py --test

# Not with the site: whoever has no Node has everything but /bien-tap/.
$(EDITOR): $(EDITOR_SOURCES)
	@command -v npm >/dev/null || { printf '%s\n' "Đóng gói trang biên tập cần Node.js 20 trở lên (https://nodejs.org)." \
		"Không có Node thì trang vẫn dựng được, chỉ thiếu /bien-tap/." >&2; exit 2; }
	@npm ci --prefix theme/editor --ignore-scripts --no-audit --no-fund --loglevel=error || { printf '%s\n' \
		"Chưa tải được các gói của trang biên tập. Xem dòng lỗi của npm ở trên; thường là mất mạng." >&2; exit 2; }
	@node theme/editor/build.js .cache/editor
	@echo "Đã đóng gói trang biên tập. Chạy make site để đưa vào /bien-tap/."
