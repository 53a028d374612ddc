"""Databases for the tests."""

from __future__ import annotations

import uuid


def new_database(server: str) -> str:
    """A fresh, empty database on the server."""
    import psycopg

    name = f"studie_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("/postgres?", f"/{name}?")
