from tests.support.postgres import blank, postgres, storage

__all__ = ["blank", "postgres", "storage"]
