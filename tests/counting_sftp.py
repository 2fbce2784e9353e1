"""OpenSSH's sftp-server behind a filter that ends when enough was written.

The file that is named holds how many more files may be opened for writing or removed
(draft-ietf-secsh-filexfer-02, the version that OpenSSH speaks: SSH_FXP_OPEN is 3 and
SSH_FXP_REMOVE is 13; the second bit of the flags of OPEN asks for writing).
"""

import fcntl
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

OPEN, REMOVE, WRITE = 3, 13, 0x2
SERVER = "/usr/lib/openssh/sftp-server"


def may_write(path: str) -> bool:
    with Path(path).open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        left = int(file.read())
        file.seek(0)
        file.truncate()
        file.write(str(max(0, left - 1)))
        return left > 0


def writes(packet: bytes) -> bool:
    if packet[0] == OPEN:
        (length,) = struct.unpack(">I", packet[5:9])
        (flags,) = struct.unpack(">I", packet[9 + length : 13 + length])
        return bool(flags & WRITE)
    return packet[0] == REMOVE


def main(allowance: str) -> None:
    server = subprocess.Popen([SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin
    assert server.stdout
    answers = server.stdout

    def back() -> None:
        while chunk := os.read(answers.fileno(), 65536):
            os.write(1, chunk)

    threading.Thread(target=back, daemon=True).start()
    asked = sys.stdin.buffer
    while head := asked.read(4):
        packet = asked.read(*struct.unpack(">I", head))
        if writes(packet) and not may_write(allowance):
            server.kill()
            os._exit(1)
        server.stdin.write(head + packet)
        server.stdin.flush()
    server.stdin.close()
    server.wait()


main(sys.argv[1])
