"""The files in a ZIP or a mail, read without the libraries that write them."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from chaosdocs.proof.witnesses.witness import MOST_BYTES, TooBigError, UnreadableError, clipped

CONTAINERS: Final = frozenset({"application/zip", "message/rfc822"})
"""The media types of files that hold other files."""
_END: Final = b"PK\x05\x06"
_ENTRY: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED: Final = 1
MOST_FILES: Final = 1_000
"""How many files a container may hold."""
_BOUNDARY: Final = re.compile(rb'boundary="?([^";\r\n]+)"?', re.IGNORECASE)
_NAME: Final = re.compile(rb'filename="([^"]+)"', re.IGNORECASE)
_BASE64: Final = re.compile(rb"content-transfer-encoding:\s*base64", re.IGNORECASE)


def opened(media_type: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file in a container, in its order.

    Args:
        media_type: One of `CONTAINERS`.
        data: The container.

    Raises:
        UnreadableError: It cannot be read, is damaged or encrypted.
        TooBigError: It holds more than `MOST_FILES`, or unfolds to more than `MOST_BYTES`.
    """
    clipped(data)
    if media_type == "application/zip":
        yield from _unzipped(data)
    else:
        yield from _attached(data)


def _unzipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Read the directory at the end of a ZIP, and each file by what it says."""
    at = data.rfind(_END)
    if at < 0 or len(data) < at + 20:
        raise UnreadableError("no directory of a ZIP")
    count, _size, start = struct.unpack_from("<HII", data, at + 10)
    if count > MOST_FILES:
        raise TooBigError(f"{count} files in a ZIP; at most {MOST_FILES:,} are read")
    left = MOST_BYTES
    try:
        for _ in range(count):
            entry = _ENTRY.unpack_from(data, start)
            if entry[0] != b"PK\x01\x02":
                raise UnreadableError("the directory of the ZIP is damaged")
            how, check, packed, size = entry[4], entry[7], entry[8], entry[9]
            long_name, extra, remark, local = entry[10], entry[11], entry[12], entry[16]
            name = data[start + 46 : start + 46 + long_name].decode("utf-8", "replace")
            start += 46 + long_name + extra + remark
            if entry[3] & _ENCRYPTED:
                raise UnreadableError(f"{name} is encrypted in the ZIP")
            if size > left:
                raise TooBigError(f"the ZIP unfolds to more than {MOST_BYTES:,} bytes")
            head = _LOCAL.unpack_from(data, local)
            first = local + 30 + head[9] + head[10]
            found = _inflated(data[first : first + packed], how, size)
            left -= len(found)
            if len(found) != size or zlib.crc32(found) != check:
                raise UnreadableError(f"{name} is damaged in the ZIP")
            yield name, found
    except struct.error as error:
        raise UnreadableError(f"the ZIP is cut off: {error}") from error


def _inflated(packed: bytes, how: int, most: int) -> bytes:
    if how == _STORED:
        return packed
    if how != _DEFLATED:
        raise UnreadableError(f"a ZIP with the compression {how}")
    reader = zlib.decompressobj(-15)
    try:
        found = reader.decompress(packed, most + 1)
    except zlib.error as error:
        raise UnreadableError(f"a file in the ZIP: {error}") from error
    if len(found) > most:
        raise TooBigError("a file in the ZIP unfolds to more than it says")
    return found


def _attached(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Read the parts of a mail that have a file name and stand in Base64."""
    head = data.partition(b"\r\n\r\n")[0]
    mark = _BOUNDARY.search(head)
    if mark is None:
        raise UnreadableError("no parts in the mail")
    parts = data.split(b"--" + mark[1], MOST_FILES + 2)
    if len(parts) > MOST_FILES + 2:
        raise TooBigError(f"more than {MOST_FILES:,} parts in the mail")
    if not parts[-1].startswith(b"--"):
        raise UnreadableError("the mail is cut off")
    for part in parts[1:-1]:
        above, _, body = part.partition(b"\r\n\r\n")
        unfolded = re.sub(rb"\r\n[ \t]+", b" ", above)
        name = _NAME.search(unfolded)
        if name is None:
            continue
        if _BASE64.search(unfolded) is None:
            raise UnreadableError("an attachment that does not stand in Base64")
        try:
            yield name[1].decode("utf-8", "replace"), base64.b64decode(body, validate=False)
        except binascii.Error as error:
            raise UnreadableError(f"an attachment: {error}") from error
