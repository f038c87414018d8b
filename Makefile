# The same lines by hand, in the hook and in CI. `make check` before every commit.
PYTHON ?= python
.PHONY: check fix format lint types imports test golden cover adversary bench torture samples hook docs gallery screens site installs

check: format lint types imports test

format:
	$(PYTHON) -m ruff format --check src tests sample_data bench docs

lint:
	$(PYTHON) -m ruff check src tests sample_data bench docs

types:
	$(PYTHON) -m mypy

imports:
	PYTHONPATH=src lint-imports

test:
	$(PYTHON) -m pytest -q -n auto

fix:
	$(PYTHON) -m ruff check --fix src tests sample_data bench docs
	$(PYTHON) -m ruff format src tests sample_data bench docs

golden: ## rewrite the snapshots, then read the diff
	$(PYTHON) -m pytest -q --snapshot-update
	git diff --stat -- tests/__snapshots__

cover: ## which lines the tests run (slipcover; coverage.py would take over our command)
	$(PYTHON) -m slipcover --branch --source src/coverage_cli --fail-under 85 -m pytest -q

adversary: ## 5,000 built office sheets with known truth: how many are read right, by feature (docs/reliability.md)
	$(PYTHON) -m tests.adversary --seeds 5000

bench: ## ratios against named peers in one run; PEERS=1 also installs nothing, it only uses what is there
	$(PYTHON) bench/run.py

torture: ## hostile files, floods, kills, failing disks, formulas in names; TORTURE_FILES=FOLDER adds files (docs/reliability.md)
	$(PYTHON) -m pytest -q tests/test_read_floods.py tests/test_read_supervised.py tests/test_page_browser.py
	PYTHONPATH=tests $(PYTHON) -m torture

samples:
	$(PYTHON) sample_data/make.py

hook:
	printf '#!/bin/sh\nexec make check\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit

docs: ## write the pages that are made from the program itself
	$(PYTHON) docs/make_commands.py
	$(PYTHON) docs/make_findings.py
	$(PYTHON) docs/make_words.py
	$(PYTHON) docs/make_schemas.py

gallery: ## draw docs/gallery.md: the workbooks as LibreOffice prints them (needs soffice and pdftoppm)
	$(PYTHON) docs/make_gallery.py

screens: ## draw the terminal screens of docs/gallery.md alone
	$(PYTHON) docs/make_screens.py

site: ## build the documentation as a site into build/site; a link that leads nowhere fails
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build --quiet --strict --site-dir build/site

installs: ## pip, uv tool and pipx in clean environments, beside coverage.py (docs/install.md); asks the package index
	$(PYTHON) tests/clean_installs.py
