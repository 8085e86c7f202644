"""Vendure's own two APIs, spoken to directly: what seeds the shop, plays its customers and checks the truth."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from app.demo.postgres import ProgramFailed

NO = "... on ErrorResult { errorCode message }"
"""The selection every union of results needs, so that a no is seen."""
_LOGIN = f"mutation($u:String!,$p:String!){{login(username:$u,password:$p){{__typename {NO}}}}}"


class VendureSaysNo(ProgramFailed):
    """An answer with errors of either kind, or none; the text is what Vendure says, and what it was asked."""

    def __init__(self, words: str) -> None:
        super().__init__("Vendure", words)


class VendureApi:
    """One session at one of the APIs (`admin-api`, `shop-api`); blocks. `close` it.

    `call` replaces `ERR` in a document by the selection every union of results needs. `headers` go with each call.
    """

    def __init__(self, base_url: str, path: str, headers: Mapping[str, str] | None = None) -> None:
        self._http = httpx.Client(base_url=base_url, headers=headers, timeout=60, trust_env=False)
        self._path = f"/{path}"

    def close(self) -> None:
        """End the session's connections."""
        self._http.close()

    def login(self, user: str, password: str) -> None:
        """Be that user from now on."""
        self.call(_LOGIN, u=user, p=password)

    def call(self, document: str, **variables: Any) -> Any:
        """The answer's `data`; VendureSaysNo when it carries errors of either kind."""
        body = {"query": document.replace("ERR", NO), "variables": variables}
        try:
            answer = self._http.post(self._path, json=body)
        except httpx.HTTPError as exc:
            raise VendureSaysNo(f"{type(exc).__name__}\n{document}") from exc
        self._keep_token(answer)
        told = answer.json()
        if "errors" in told:
            raise VendureSaysNo(f"{told['errors']}\n{document}")
        for name, value in told["data"].items():
            if isinstance(value, dict) and (value.get("errorCode") or value.get("errorResults")):
                raise VendureSaysNo(f"{name}: {value}\n{document}")
        return told["data"]

    def upload(self, files: Mapping[str, bytes]) -> list[str]:
        """Create assets of these pictures (name → PNG); their ids in the same order."""
        document = "mutation($i:[CreateAssetInput!]!){createAssets(input:$i){__typename ... on Asset{id}}}"
        operations = {"query": document, "variables": {"i": [{"file": None} for _ in files]}}
        places = {str(n): [f"variables.i.{n}.file"] for n in range(len(files))}
        parts = {str(n): (name, png, "image/png") for n, (name, png) in enumerate(files.items())}
        text = {"operations": json.dumps(operations), "map": json.dumps(places)}
        answer = self._http.post(self._path, data=text, files=parts)
        told = answer.json()
        if "errors" in told:
            raise VendureSaysNo(str(told["errors"]))
        return [asset["id"] for asset in told["data"]["createAssets"]]

    def _keep_token(self, answer: httpx.Response) -> None:
        token = answer.headers.get("vendure-auth-token")
        if token:
            self._http.headers["authorization"] = f"Bearer {token}"
