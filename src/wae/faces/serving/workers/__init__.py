"""The processes in which calls run, so that the server itself only talks HTTP.

`wire` is what they say to each other. In a worker runs `process`; in the server, `channel` is the
end of one of its threads, `worker` all of them with their process, and `worker_pool`
starts workers, finds a free channel, and replaces who is lost.
"""
