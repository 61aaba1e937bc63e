# SPDX-License-Identifier: Apache-2.0
"""terminal.py SECONDS COMMAND...: runs a command whose standard error is a terminal, holds it up once, so many seconds
after its start and for longer than it waits before it says how far it has come, and prints what the terminal got."""

import os
import pty
import signal
import subprocess
import sys
import time

terminal, end = pty.openpty()
command = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=end)
os.close(end)
time.sleep(float(sys.argv[1]))
command.send_signal(signal.SIGSTOP)
time.sleep(1.3)
command.send_signal(signal.SIGCONT)
while True:
    try:
        shown = os.read(terminal, 1 << 16)
    except OSError:  # EIO: the command has closed its end
        break
    sys.stdout.buffer.write(shown)
sys.exit(command.wait())
