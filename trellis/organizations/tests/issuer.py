"""A provider of identities for tests: it speaks OpenID Connect over HTTP and signs with RS256."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "trellis", "what only the two know"


def new_key() -> rsa.RSAPrivateKey:
    """A key pair."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """Serves discovery, keys and tokens on a port of this machine; `change` spoils a token."""

    def __init__(self) -> None:
        self.key, self.other_key = new_key(), new_key()
        self.claims: dict[str, Any] = {}
        self.left_out: set[str] = set()
        self.signed_by = self.key
        self.algorithm = "RS256"
        self.named = ""
        self.asked: list[dict[str, str]] = []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_words: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                self._answer(issuer.page(urlsplit(self.path).path))

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                self._answer(issuer.token(self.rfile.read(length).decode()))

            def _answer(self, found: dict[str, Any] | None) -> None:
                body = json.dumps(found or {"error": "invalid_request"}).encode()
                self.send_response(200 if found else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def page(self, path: str) -> dict[str, Any] | None:
        """Discovery and keys."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.named or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            jwk = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [jwk | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        return None

    def agree(self, location: str, **claims: Any) -> str:
        """The person signs in and agrees: the query with which the browser is sent back."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(location).query).items()}
        self.asked.append(asked)
        now = int(time.time())
        fresh = {"iss": self.url, "sub": "ana-1", "aud": CLIENT, "iat": now, "exp": now + 300}
        self.claims = {**fresh, "nonce": asked["nonce"], "email_verified": True, **claims}
        for name in self.left_out:
            self.claims.pop(name, None)
        return f"?code=once&state={asked['state']}"

    def token(self, body: str) -> dict[str, Any] | None:
        """A signed token for the code, the secret and the proof of the browser that asked."""
        sent = {name: value[0] for name, value in parse_qs(body).items()}
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        fits = challenge == self.asked[-1]["code_challenge"] and sent["code"] == "once"
        if not fits or (sent["client_id"], sent["client_secret"]) != (CLIENT, SECRET):
            return None
        key: Any = self.signed_by if self.algorithm == "RS256" else SECRET * 4
        if self.algorithm == "none":
            key = None
        signed = jwt.encode(self.claims, key, self.algorithm, headers={"kid": "one"})
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}
