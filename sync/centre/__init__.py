"""The centre: FastAPI app and its storage."""
