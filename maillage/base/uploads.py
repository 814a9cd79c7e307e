"""Uploaded files, cut beyond what any form admits before they reach the disk."""

from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 20_000_000


class CutHandler(FileUploadHandler):
    """Let through the start of a file; a form that gets one so long refuses it by its size."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Return the chunk for the handlers that follow, None (which ends it here) once there is enough."""
        return raw_data if start <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""
