"""A small OpenID provider on loopback: whoever comes says who they are, by a link."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "dashboard", "a secret of the client"
PEOPLE = {"ada": "<b>Ada</b> [Lovelace](https://evil.example)", "ben": "Ben"}


class Provider:
    """Discovery, authorisation by code with PKCE, tokens signed by a key of its own."""

    def __init__(self, address: str) -> None:
        self.address, self._codes = address, {}
        self._key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/authorize", self.authorize),
                Route("/as/{person}", self.come_back),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", lambda _: JSONResponse({"keys": [self._key.as_dict(private=False)]})),
            ]
        )

    async def discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        assert request.query_params["client_id"] == CLIENT
        links = "".join(f'<p><a href="/as/{who}?{escape(request.url.query)}">{who}</a></p>' for who in PEOPLE)
        return HTMLResponse(links)

    async def come_back(self, request: Request) -> Response:
        asked, code = request.query_params, secrets.token_hex(8)
        self._codes[code] = request.path_params["person"], asked["nonce"], asked["code_challenge"]
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    async def token(self, request: Request) -> Response:
        form = await request.form()
        person, nonce, challenge = self._codes.pop(str(form["code"]))
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
        given = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        assert given.partition(":")[0] == CLIENT
        now = int(time.time())
        claims = {"iss": self.address, "sub": person, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 300,
                  "name": PEOPLE[person]}  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)
        return JSONResponse({"access_token": "none", "token_type": "Bearer", "expires_in": 300, "id_token": signed})


@contextlib.contextmanager
def provided() -> Iterator[Provider]:
    """A provider that answers until the end."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        provider = Provider(f"http://localhost:{line.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(provider.app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join(10)


def secrets_file(folder: Path, provider: Provider, redirect: str = "http://127.0.0.1:{port}/oauth2callback") -> Path:
    """The secrets of a dashboard at which this provider's people can sign in."""
    file = folder / "secrets.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "{redirect}"\ncookie_secret = "{secrets.token_hex(32)}"\nclient_id = "{CLIENT}"\n'
        f'client_secret = "{SECRET}"\nserver_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
    )
    return file
