"""A chat request in the words of OpenAI's Responses protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any


def responses_request(chat: Mapping[str, Json]) -> dict[str, Json]:
    """Return the body for ``/responses`` that asks what `chat` asks at ``/chat/completions``.

    That protocol has no seed. Nothing is stored at the endpoint.
    """
    body: dict[str, Json] = {
        "input": [
            {"role": message["role"], "content": [_part(part) for part in message["content"]]}
            for message in chat["messages"]
        ],
        "store": False,
    }
    form = chat.get("response_format")
    if form is not None:
        body["text"] = {"format": {"type": form["type"], **form.get("json_schema", {})}}
    for there, here in (("temperature", "temperature"), ("max_tokens", "max_output_tokens")):
        if there in chat:
            body[here] = chat[there]
    if chat.get("logprobs"):
        body["include"] = ["message.output_text.logprobs"]
    return body


def _part(part: Mapping[str, Json]) -> dict[str, Json]:
    match part["type"]:
        case "text":
            return {"type": "input_text", "text": part["text"]}
        case "image_url":
            image = dict(part["image_url"])
            return {"type": "input_image", "image_url": image.pop("url"), **image}
        case _:
            return {"type": "input_file", **part["file"]}
