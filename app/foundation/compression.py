"""Text compressed once, so that it can stand unchanged inside the compressed page of any reader."""

from __future__ import annotations

import zlib


def packed(text: bytes) -> bytes:
    """Return `text` as raw deflate that ends in a full flush, so that it can stand inside any gzip member."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)
