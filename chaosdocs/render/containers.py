"""Several files in one: a ZIP, or a mail with attachments, without clock and chance."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from chaosdocs.documents.rendered import Rendered

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time that a ZIP gives to each file: the first that it can say."""
_READABLE: Final = 0o644 << 16


def zipped(files: Sequence[Rendered], name: str = "packet.zip") -> Rendered:
    """Return a ZIP of `files`, in their order.

    Args:
        files: What it holds.
        name: What it is called.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            entry.create_system = 3
            archive.writestr(entry, file.data)
    return Rendered(name=name, media_type="application/zip", data=out.getvalue(), loci=())


def mailed(
    files: Sequence[Rendered], subject: str, text: str, name: str = "packet.eml"
) -> Rendered:
    """Return a mail with `files` attached, in their order.

    Args:
        files: The attachments.
        subject: The subject; no line break.
        text: The body.
        name: What the file is called.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    mail["From"] = "sales@supplier.example"
    mail["To"] = "accounts@buyer.example"
    mail["Message-ID"] = "<packet@supplier.example>"
    mail.set_content(text, charset="utf-8", cte="base64")
    for file in files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    mail.set_boundary("=_packet")
    return Rendered(name=name, media_type="message/rfc822", data=mail.as_bytes(), loci=())
