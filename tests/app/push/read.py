"""A browser's side of Web Push, by other people's code: makes its keys, and opens what was sent to it.

    read.py make          prints {"p256dh", "auth", "private"}
    read.py open          reads one JSON {"private", "auth", "body", "authorization", "audience"} per line and prints
                          {"text", "claims"} for each, or fails
"""

import base64
import json
import os
import sys

import http_ece
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def make():
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {"p256dh": encode(point), "auth": encode(os.urandom(16)), "private": pem.decode()}


def opened(sent):
    key = serialization.load_pem_private_key(sent["private"].encode(), None)
    text = http_ece.decrypt(decode(sent["body"]), private_key=key, auth_secret=decode(sent["auth"]), version="aes128gcm")
    scheme, parts = sent["authorization"].split(" ", 1)
    assert scheme == "vapid", scheme
    parts = dict(part.strip().split("=", 1) for part in parts.split(","))
    server = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(parts["k"]))
    claims = jwt.decode(parts["t"], server, algorithms=["ES256"], audience=sent["audience"], options={"require": ["exp", "aud", "sub"]})
    return {"text": text.decode(), "claims": claims, "key": parts["k"]}


if sys.argv[1] == "make":
    print(json.dumps(make()))
else:
    for line in sys.stdin:
        print(json.dumps(opened(json.loads(line))))
