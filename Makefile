# On a fresh machine two commands are enough: make demo, make test. Both see to what they need by themselves
# (.make/setup; the list is .make/needs), and NO_INSTALL=1 keeps them from installing anything.

setup = @.make/setup
FUZZTIME ?= 30s

.PHONY: help build demo test lint bench fuzz clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

build: ## bin/sniff and bin/demo
	$(setup) build go build -o bin/ ./cmd/sniff ./cmd/demo

demo: build ## the lesson: one secret, three ways to send it, and what a listener learns (ARGS="…": the demo's own)
	@bin/demo $(ARGS)

test: ## every check: lint, the tests with the race detector, the tests of a build without libpcap
	$(setup) test .make/test

lint: ## gofmt, go vet, staticcheck, govulncheck
	$(setup) check .make/lint

bench: ## the benchmarks (BENCH=regexp picks some)
	$(setup) check go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem ./...

fuzz: ## each fuzz target in turn, for FUZZTIME (30s) each (FUZZ=regexp picks some)
	$(setup) check .make/fuzz $(FUZZTIME) '$(or $(FUZZ),.)'

clean: ## removes what was built, and what the demo kept
	rm -rf bin demo-out .cache
