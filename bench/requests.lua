-- Walks through a list of request targets, one a line, for wrk:
--   wrk -t1 -c8 -d5s -s requests.lua http://127.0.0.1:8000 -- targets.txt
local requests = {}
local position = 0

function init(args)
  local headers = { ["Accept"] = "application/sparql-results+json" }
  for target in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", target, headers)
  end
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency, ignored)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "errors": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
