# Every target is one line to read. `make site` and `make test` are all that a newcomer needs.
BIN := .venv/bin
# Hundreds of processes would compile every module and template anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: site test full quick fix lint runtimes bench bench-check bench-record bench-hosts correction observatory lighthouse phones corpus messages screenshots clean

site: .venv/ready           ## set up, and build the sample site into output/
	$(BIN)/noticegen build

test: .venv/ready lint      ## set up, and run everything that must pass
	$(BIN)/pytest -n auto --dist worksteal

full: .venv/ready lint      ## the same with every page and every repetition; takes half an hour
	TESTS=full $(BIN)/pytest -n auto --dist worksteal

quick: .venv/ready lint     ## what to run before every commit
	$(BIN)/pytest -n auto --dist worksteal -m "not slow and not browser"

lint: .venv/ready           ## format, lint, strict types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

runtimes: .venv/ready       ## install what hosts run locally (npm), and ask all of it; Netlify's only here
	npm ci --ignore-scripts --prefix tests/runtimes
	npm ci --ignore-scripts --prefix tests/runtimes/netlify
	unshare --map-root-user --net sh -euc 'ip link set lo up; exec "$$@"' sh \
		$(BIN)/pytest tests/test_runtimes.py tests/runtimes_by_hand.py

fix: .venv/ready            ## format, and mend what a tool can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/ready          ## whole-process times beside Hugo's; a measurement, not a test
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/serve.py

bench-check: .venv/ready    ## `check` beside `build` on a thousand updates
	$(BIN)/python benchmarks/check.py

bench-record: .venv/ready   ## what a record of a thousand entries costs
	$(BIN)/python benchmarks/record.py

bench-hosts: .venv/ready    ## nginx with the emitted settings beside nginx that serves one file; needs wrk
	$(BIN)/python benchmarks/hosts.py

correction: .venv/ready     ## how long a correction takes from facts.yml to its readers; needs nginx and rsync
	$(BIN)/python scripts/correction.py

observatory: .venv/ready    ## what the MDN HTTP Observatory's own scanner says of the sample on nginx; takes it from npm
	$(BIN)/python scripts/observatory.py

lighthouse: .venv/ready     ## Lighthouse's scores of the sample on nginx, median of five; takes it from npm
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix scripts/lighthouse
	$(BIN)/python scripts/lighthouse.py

phones: .venv/ready         ## how well telephone numbers are told from other strings
	$(BIN)/python scripts/phones.py

corpus: .venv/ready          ## how well `check` tells planted faults from innocent pages
	$(BIN)/python scripts/corpus.py

messages: .venv/ready        ## bring the catalogue template of messages up to date
	$(BIN)/python scripts/messages.py

screenshots: site           ## pictures of every page type into screenshots/, and the two in the README
	$(BIN)/python scripts/screenshots.py

clean:                      ## take away what was generated
	rm -rf .venv output .output.*

.venv/ready: pyproject.toml constraints.txt
	scripts/setup
