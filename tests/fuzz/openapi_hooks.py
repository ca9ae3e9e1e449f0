"""How schemathesis writes a body of our media type: as JSON."""

from typing import Any

import schemathesis

from sync.protocol.wire import MEDIA_TYPE


@schemathesis.serializer(MEDIA_TYPE)
def csat_json(context: Any, value: Any) -> Any:
    import json

    return json.dumps(value).encode()
