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
    # The token is exchanged without following where it leads.
    connection = http.client.HTTPConnection(address.hostname, address.port)
    connection.request("GET", f"/?{address.query}")
    cookie = connection.getresponse().getheader("set-cookie").split(";")[0]
    home = f"http://{address.netloc}"
    tool = Path(sys.executable).with_name("st")
    command = [tool, "run", f"{home}/api/openapi.json", "--url", home, "--header", f"Cookie: {cookie}", "--checks", "all"]
    command += ["--max-time", SECONDS, "--seed", "1", "--no-color", "--continue-on-failure", *options]
    return subprocess.run(command, check=False).returncode


sys.exit(main())
