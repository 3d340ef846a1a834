# Everything needs Python 3.11 or later, make and the network for the first run; nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# How many tests run side by side: auto is one a core, 0 is all in one process.
WORKERS ?= auto
# PINNED=1 installs exactly the hashed versions of supply/constraints.txt.
PINNED ?=

.PHONY: demo docs pictures release load test test-frontend lint types unit browser clean constraints audit sbom data-format test-engines answers reliability fuzz mutation coverage benchmark-ranking benchmark-verdict

demo: $(VENV)/.demo
	$(BIN)/kgraph path KDT IESS --format table
	$(BIN)/kgraph mechanisms --format table
	$(BIN)/kgraph explore --from KDT --to IESS -o demo.html --force

test: lint types unit

# Programs of others that stand in front of kgraph, run it, hold its graph, or read what it writes, each started by its
# tests: nginx, Java for Spark, Virtuoso, Firefox (driven by the npm package of tests/engines/firefox), Jupyter, and
# libraries in environments of their own, made once from the hashed versions of tests/engines/readers.
ENGINES := nginx java firefox-esr virtuoso-t isql-vt
ENGINE_PACKAGES := nginx-light openjdk-17-jre-headless firefox-esr virtuoso-opensource-7-bin
READERS := $(patsubst tests/engines/readers/%.txt,$(VENV)/readers/%/.made,$(wildcard tests/engines/readers/*.txt))
test-engines: $(VENV)/.test $(VENV)/.notebook browser $(READERS) tests/engines/firefox/node_modules
	@for engine in $(ENGINES); do PATH="$$PATH:/usr/sbin" command -v $$engine >/dev/null \
	  || { echo "test-engines needs $$engine; on Debian: apt-get install $(ENGINE_PACKAGES)"; exit 1; }; done
	KGRAPH_ENGINES=1 KGRAPH_READERS=$(VENV)/readers timeout 900 $(BIN)/python -m pytest tests/engines -n 0

tests/engines/firefox/node_modules: tests/engines/firefox/package-lock.json
	cd $(@D) && npm ci --no-audit --no-fund
	touch $@

$(VENV)/readers/%/.made: tests/engines/readers/%.txt
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --require-hashes -r $<
	touch $@

# Needs Node: lint, types, unit tests, and whether the checked-in bundle is up to date.
test-frontend:
	cd viz && npm ci --no-audit --no-fund && npm test

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

unit: $(VENV)/.test browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# The page is tested in a real browser: KGRAPH_CHROMIUM, Debian's Chromium, or one that Playwright fetches once.
browser: $(VENV)/.test
	@test -n "$$KGRAPH_CHROMIUM" || test -x /usr/bin/chromium || $(BIN)/python -m playwright install chromium

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kgraph needs Python 3.11 or later, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

# pip compiles what it installs, but not an editable checkout; compileall makes up for it.
ifdef PINNED
$(VENV)/.demo $(VENV)/.test: supply/constraints.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r supply/constraints.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q kgraph
	touch $(VENV)/.demo $(VENV)/.test
else
$(VENV)/.demo: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e .
	$(BIN)/python -m compileall -q kgraph
	touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	$(BIN)/python -m compileall -q kgraph
	touch $@ $(VENV)/.demo
endif

# What executes the example notebook, in the versions and with the hashes of supply/notebook.txt.
$(VENV)/.notebook: supply/notebook.txt $(VENV)/.test
	$(BIN)/python -m pip install --quiet --require-hashes -r supply/notebook.txt
	touch $@

# What the long harnesses measure with.
$(VENV)/.measure: pyproject.toml $(VENV)/.test
	$(BIN)/python -m pip install --quiet -e '.[fuzz,measure]'
	touch $@

constraints: | $(BIN)/python
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --extra dev --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --build-deps-for wheel \
	  --output-file supply/constraints.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --extra notebook --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --constraint supply/constraints.txt \
	  --output-file supply/notebook.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file supply/tools.txt supply/tools.in
	for name in $(basename $(wildcard tests/engines/readers/*.in)); do \
	  $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file $$name.txt $$name.in || exit 1; done

# Known weaknesses of pinned packages and scripts; needs the public indexes, and fails when they cannot be reached.
audit: | $(BIN)/python
	$(BIN)/python supply/audit.py

# The bill of materials of a release: CycloneDX, pinned packages and carried scripts.
sbom: | $(BIN)/python
	$(BIN)/python supply/sbom.py dist/kgraph-mechanisms.cdx.json

# The checklist of a release, a line a step; LAST is a checkout of the release before.
release: | $(BIN)/python
	$(BIN)/python supply/release.py $(if $(LAST),--last $(LAST))

# The long form of tests/reliability: 200 points to kill at, 20 hash seeds, the whole corpus; about an hour.
reliability: $(VENV)/.test
	KGRAPH_RELIABILITY=long $(BIN)/python -m pytest tests/reliability -n $(WORKERS) --dist loadfile \
	  -o junit_family=xunit1 --junitxml=artefacts/reliability.xml

# Each reader of files and queries with atheris, for so many seconds.
FUZZ_SECONDS ?= 300
FUZZ_OPTIONS ?= -rss_limit_mb=2048 -timeout=20
fuzz: $(VENV)/.measure
	@mkdir -p artefacts/fuzz
	@for reader in $$($(BIN)/python tests/reliability/fuzz/run.py --list); do \
	  echo "== $$reader"; mkdir -p artefacts/fuzz/$$reader; \
	  $(BIN)/python tests/reliability/fuzz/run.py $$reader -max_total_time=$(FUZZ_SECONDS) $(FUZZ_OPTIONS) \
	    -artifact_prefix=artefacts/fuzz/$$reader- artefacts/fuzz/$$reader 2> artefacts/fuzz/$$reader.log \
	    || { tail -n 40 artefacts/fuzz/$$reader.log; exit 1; }; \
	  grep -E "^Done|stat::number" artefacts/fuzz/$$reader.log || true; \
	done

# How many changes of the checker and the path engine the tests notice; goes on where it stopped.
mutation: $(VENV)/.measure
	$(BIN)/mutmut run --max-children 2
	$(BIN)/python tests/reliability/mutation_score.py --least 85

# Branch coverage of all tests, with the processes that they start.  Tests of start-up cost would measure the measuring,
# and those of interrupts and full disks would interrupt it and leave it no room.
coverage: $(VENV)/.measure browser
	rm -rf artefacts/coverage && mkdir -p artefacts/coverage
	COVERAGE_FILE=$(CURDIR)/artefacts/coverage/data $(BIN)/coverage run \
	  -m pytest -q -n $(WORKERS) --dist worksteal \
	  -k "not costs_nothing and not no_heavy_library and not test_interrupts and not failing_call and not fills_up and not can_be_written"
	COVERAGE_FILE=artefacts/coverage/data $(BIN)/coverage combine --quiet
	COVERAGE_FILE=artefacts/coverage/data $(BIN)/coverage json -q -o artefacts/coverage.json
	COVERAGE_FILE=artefacts/coverage/data $(BIN)/coverage report
	$(BIN)/python tests/reliability/branch_coverage.py --least 95

# The load that the service holds on 100 thousand generated claims: some minutes.
load: $(VENV)/.test
	$(BIN)/python benchmarks/service_load.py

# How often the verdict is right on pairs of known direction, beside simpler ways; needs the folder KGRAPH_SAMPLES.
benchmark-verdict: $(VENV)/.test
	$(BIN)/python benchmarks/verdict.py

# Where the curated paths of DrugMechDB rank among all routes between their ends; a minute.
benchmark-ranking: $(VENV)/.test
	$(BIN)/python benchmarks/ranking.py $${KGRAPH_SAMPLES:?name the folder of the samples}/drugmechdb/epilepsy_als_tsc

# The documentation as a site, in .cache/site.
docs: $(VENV)/.test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

# The pictures of the documentation, taken anew in a browser.
pictures: $(VENV)/.test browser
	$(BIN)/python docs/pictures.py

# Put the data files back into their one canonical order.
data-format: $(VENV)/.test
	$(BIN)/python -m kgraph.formats.turtle data/*.ttl

# Write the expected answers of the named questions anew after a change of the data; read the diff before it is kept.
answers: $(VENV)/.test
	$(BIN)/python tests/answers.py

clean:
	rm -rf $(VENV) mutants .coverage* demo.html .pytest_cache .mypy_cache .ruff_cache
