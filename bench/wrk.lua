-- SPDX-License-Identifier: BSD-2-Clause
--
-- wrk.lua - what wrk needs to know for bench/compare. Arguments after "--" are
-- header lines added to every request. The request is made once, before the
-- run; no Lua runs while wrk measures. With "X-Files: 1000" the last number in
-- the path goes up from request to request, through so many.

-- Called by wrk.init, which then makes the request.
function init(args)
    for i = 1, #args do
        local name, value = args[i]:match("^([^:]+):%s*(.*)$")
        if name then
            wrk.headers[name] = value
        end
    end
    local files = tonumber(wrk.headers["X-Files"])
    if files then
        local made, next = {}, 0
        for i = 0, files - 1 do
            made[i] = wrk.format("GET", "/files/" .. 1000 + i .. ".html")
        end
        request = function()
            next = (next + 7) % files
            return made[next]
        end
    end
end

-- One line for the script: requests, microseconds, answers with a status
-- above 399, failed connections and time-outs.
function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format("result %.0f %.0f %.0f %.0f\n", summary.requests,
             summary.duration, e.status,
             e.connect + e.read + e.write + e.timeout))
end
