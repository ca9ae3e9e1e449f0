"""The least a server could do with the same records: FastAPI without models, one transaction a batch, gzip.

No device, no token, no chain, no judgement, no score, no roll-up, no feed, no proof.

python bench/sync_floor.py FILE      serves on a free port; its first line is that port
"""

import gzip
import json
import socket
import sqlite3
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response

PAGE = 300
"""Records of a page: about the 512 KiB that a page of the centre holds."""


def floor(file: str) -> FastAPI:
    """``POST /push`` with ``{"items": [{"seq", "id", "body"}]}``; ``GET /pull?after=N`` answers a page."""
    app = FastAPI()
    database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE item (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT)")

    @app.post("/push")
    async def push(request: Request) -> Response:
        items = json.loads(gzip.decompress(await request.body()))["items"]
        database.execute("BEGIN IMMEDIATE")
        rows = [(item["seq"], item["id"], item["body"]) for item in items]
        database.executemany("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", rows)
        database.execute("COMMIT")
        return _answer({"n": items[-1]["seq"]})

    @app.get("/pull")
    async def pull(request: Request) -> Response:
        after = int(request.query_params["after"])
        query = "SELECT seq, id, body FROM item WHERE seq > ? ORDER BY seq LIMIT ?"
        rows = database.execute(query, (after, PAGE)).fetchall()
        return _answer({"items": [{"seq": n, "id": id, "body": json.loads(body)} for n, id, body in rows]})

    return app


def _answer(content: dict[str, Any]) -> Response:
    data = gzip.compress(json.dumps(content, ensure_ascii=False).encode(), 6)
    return Response(data, headers={"content-encoding": "gzip"}, media_type="application/json")


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(floor(sys.argv[1]), access_log=False, log_config=None)).run([listener])


if __name__ == "__main__":
    main()
