from tests.support.sync_fixtures import centre

__all__ = ["centre"]
