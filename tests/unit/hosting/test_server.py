"""Hosts on sockets: whom they let in, how they end, and which certificates a gateway believes."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.bootstrap.server_parts import tls_files
from app.contract.feeds import FeedRef, Poke
from app.domain.errors import Code, Problem
from app.hosting.app import build_app
from app.hosting.problems import Incidents
from app.hosting.server import ServerRunner, TlsFiles, listen, refuse_plain
from app.hosting.streams import PokeStreams
from app.sync.gateway import Gateway, Trust
from tests.contract.gateway.scripted import FEED, NOW_AT, ScriptedHost, parts, signer
from tests.strictness import ExpectLog

# Certificates are checked against the real clock, so these last for as long as anybody will run the tests.
FROM_AT, UNTIL_AT = NOW_AT - timedelta(days=3650), NOW_AT + timedelta(days=36_500)


def certificate(folder: Path, *, name: str = "127.0.0.1", until_at: datetime = UNTIL_AT) -> TlsFiles:
    """A certificate that vouches for itself, for one address."""
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "edge")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(FROM_AT)
        .not_valid_after(until_at)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    files = TlsFiles(folder / "certificate.pem", folder / "key.pem")
    files.certificate.write_bytes(made.public_bytes(Encoding.PEM))
    files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@asynccontextmanager
async def served(host: ScriptedHost, tls: TlsFiles | None = None) -> AsyncIterator[ServerRunner]:
    """The host on a socket."""
    streams = PokeStreams(Incidents())
    async with ServerRunner(build_app(host, parts(streams=streams)), streams, tls=tls) as running:
        yield running


async def pulled(url: str, trust: Trust) -> Code | None:
    """The code a pull ends in; None when the page came."""
    gateway = Gateway(url, signer(), trust)
    try:
        await gateway.pull(FeedRef(FEED))
    except Problem as problem:
        return problem.code
    finally:
        await gateway.close()
    return None


async def test_tls_with_the_right_authority(tmp_path: Path) -> None:
    files = certificate(tmp_path)
    async with served(ScriptedHost(tmp_path), files) as running:
        assert running.url.startswith("https://")
        assert await pulled(running.url, Trust(files.certificate)) is None


@pytest.mark.parametrize(
    ("make", "is_trusted"),
    [
        (certificate, False),
        (lambda folder: certificate(folder, name="127.0.0.2"), True),
        (lambda folder: certificate(folder, until_at=NOW_AT - timedelta(days=1)), True),
    ],
    ids=["self-signed", "another address", "expired"],
)
async def test_certificates_that_are_not_believed(
    tmp_path: Path, make: Callable[[Path], TlsFiles], is_trusted: bool
) -> None:
    files = make(tmp_path)
    trust = Trust(files.certificate) if is_trusted else Trust()
    async with served(ScriptedHost(tmp_path), files) as running:
        assert await pulled(running.url, trust) is Code.TLS_REQUIRED
        gateway = Gateway(running.url, signer(), trust)
        with pytest.raises(Problem) as caught:
            await gateway.pull(FeedRef(FEED))
        await gateway.close()
        assert caught.value.details == {"server": running.url}


def test_a_certificate_and_its_key_are_read_before_anything_starts(tmp_path: Path) -> None:
    files = certificate(tmp_path)
    (tmp_path / "torn.pem").write_text("-----BEGIN")
    assert tls_files(None, None) is None
    assert tls_files(files.certificate, files.key) == files
    for given, option in (
        ((files.certificate, None), "--tls-key"),
        ((None, files.key), "--tls-cert"),
        ((tmp_path / "none.pem", files.key), "--tls-cert"),
        ((tmp_path / "torn.pem", files.key), "--tls-cert"),
    ):
        with pytest.raises(Problem) as caught:
            tls_files(*given)
        assert (caught.value.code, caught.value.details["option"]) == (Code.OPTION_INVALID, option)


async def test_old_tls_is_not_spoken(tmp_path: Path) -> None:
    files = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    code = await pulled(f"https://127.0.0.1:{port}", Trust(files.certificate))
    server.close()
    await server.wait_closed()
    assert code is Code.TLS_REQUIRED
    assert Trust(files.certificate).context().minimum_version is ssl.TLSVersion.TLSv1_2


def test_plain_http_is_for_this_machine_only(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "::1", "localhost"):
        refuse_plain(host, None)
    for host in ("0.0.0.0", "::", "192.168.1.5", "", "edge.local"):
        with pytest.raises(Problem) as caught:
            refuse_plain(host, None)
        assert caught.value.code is Code.TLS_REQUIRED
    refuse_plain("0.0.0.0", TlsFiles(tmp_path / "c", tmp_path / "k"))


def test_answers_do_not_wait_to_be_filled_up() -> None:
    with listen(("127.0.0.1", 0)) as listening:
        # Only then does asyncio set TCP_NODELAY on what it accepts.
        assert listening.proto == socket.IPPROTO_TCP


async def test_two_hosts_cannot_share_a_port(tmp_path: Path) -> None:
    async with served(ScriptedHost(tmp_path)) as running:
        streams = PokeStreams(Incidents())
        app = build_app(ScriptedHost(tmp_path), parts(streams=streams))
        second = ServerRunner(app, streams, port=running.port)
        with pytest.raises(OSError, match="in use"):
            await second.start()


async def test_the_end_does_not_wait_for_readers(tmp_path: Path) -> None:
    host = ScriptedHost(tmp_path)
    async with served(host) as running:
        gateway = Gateway(running.url, signer())
        pokes = gateway.events([FEED])
        assert await anext(pokes) == Poke(FEED, 1)
    async with aclosing(pokes):
        with pytest.raises(Problem) as caught:
            await anext(pokes)
    await gateway.close()
    assert caught.value.code is Code.NO_ANSWER
    assert host.closed_streams == 1


async def test_a_silent_stream_says_that_it_lives(tmp_path: Path) -> None:
    streams = PokeStreams(Incidents(), heartbeat_s=0.01)
    host = ScriptedHost(tmp_path)
    frames = streams.frames(host.pokes(object(), []))  # type: ignore[arg-type]  # nobody in particular
    assert [await anext(frames), await anext(frames)] == [b": open\n\n", b": alive\n\n"]
    host.pokes_left.put_nowait(Poke(FEED, 2))
    rest = []
    async for frame in frames:
        rest.append(frame)
        if frame.startswith(b"event"):
            streams.close()
    assert rest[-1] == b'event: poke\ndata: {"feed":"store:mi01","rev":2}\n\n'
    assert host.closed_streams == 1


async def test_a_fault_ends_the_stream_and_is_noted(expect_log: ExpectLog) -> None:
    async def broken() -> AsyncIterator[Poke]:
        yield Poke(FEED, 1)
        raise ZeroDivisionError

    expect_log("hosting.problems", "kind='ZeroDivisionError'")
    frames = [frame async for frame in PokeStreams(Incidents()).frames(broken())]
    assert frames == [b": open\n\n", b'event: poke\ndata: {"feed":"store:mi01","rev":1}\n\n']
