"""Vendure's own two APIs, spoken to directly: what seeds the shop, plays its customers and checks the truth."""

import json
from typing import Any

import httpx

_WRONG = "... on ErrorResult { errorCode message }"
_LOGIN = f"mutation($u:String!,$p:String!){{login(username:$u,password:$p){{__typename {_WRONG}}}}}"


class VendureApi:
    """One session at one of the APIs (`admin-api`, `shop-api`); blocks. `close` it.

    `call` replaces `ERR` in a document by the selection every union of results needs.
    """

    def __init__(self, base_url: str, path: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=60, trust_env=False)
        self._path = f"/{path}"

    def close(self) -> None:
        """End the session's connections."""
        self._http.close()

    def login(self, user: str, password: str) -> None:
        """Be that user from now on."""
        self.call(_LOGIN, u=user, p=password)

    def call(self, document: str, **variables: Any) -> Any:
        """The answer's `data`; AssertionError when it carries errors of either kind."""
        body = {"query": document.replace("ERR", _WRONG), "variables": variables}
        answer = self._http.post(self._path, json=body)
        self._keep_token(answer)
        told = answer.json()
        assert "errors" not in told, f"{told['errors']}\n{document}"
        for name, value in told["data"].items():
            assert not (isinstance(value, dict) and value.get("errorCode")), f"{name}: {value}"
        return told["data"]

    def upload(self, files: dict[str, bytes]) -> list[str]:
        """Create assets of these pictures (name → PNG); their ids in the same order."""
        document = "mutation($i:[CreateAssetInput!]!){createAssets(input:$i){__typename ... on Asset{id}}}"
        operations = {"query": document, "variables": {"i": [{"file": None} for _ in files]}}
        places = {str(n): [f"variables.i.{n}.file"] for n in range(len(files))}
        parts = {str(n): (name, png, "image/png") for n, (name, png) in enumerate(files.items())}
        text = {"operations": json.dumps(operations), "map": json.dumps(places)}
        answer = self._http.post(self._path, data=text, files=parts)
        told = answer.json()
        assert "errors" not in told, told
        return [asset["id"] for asset in told["data"]["createAssets"]]

    def _keep_token(self, answer: httpx.Response) -> None:
        token = answer.headers.get("vendure-auth-token")
        if token:
            self._http.headers["authorization"] = f"Bearer {token}"
