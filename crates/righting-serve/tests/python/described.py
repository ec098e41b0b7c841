"""Holds a server against its own description with schemathesis: `described.py PROGRAM [options of schemathesis]`."""

import http.client
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

SECONDS = "60"


def main() -> int:
    program, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as root:
        serve = [program, "serve", "--root", root, "--port", "0"]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                address = urlsplit(server.stdout.readline().strip())
                return run(address, options)
            finally:
                server.terminate()


def run(address, options) -> int:
    connection = http.client.HTTPConnection(address.hostname, address.port)
    # The token is exchanged without following where it leads.
    cookie = asked(connection, f"/?{address.query}")[0].getheader("set-cookie").split(";")[0]
    description = asked(connection, "/api/openapi.json", cookie)[1]
    with tempfile.TemporaryDirectory() as folder:
        schema, settings = Path(folder, "openapi.json"), Path(folder, "schemathesis.toml")
        schema.write_bytes(description)
        settings.write_text(f'[auth.openapi.session]\napi_key = "{cookie.split("=")[1]}"\n')
        tool = Path(sys.executable).with_name("st")
        command = [tool, "--config-file", settings, "run", schema, "--url", f"http://{address.netloc}", "--checks", "all"]
        command += ["--max-time", SECONDS, "--seed", "1", "--no-color", "--continue-on-failure", *options]
        return subprocess.run(command, check=False).returncode


def asked(connection, path, cookie=""):
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    return answer, answer.read()


sys.exit(main())
