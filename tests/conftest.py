from tests.support.postgres import postgres, storage

__all__ = ["postgres", "storage"]
