"""Whoever closes the pipe of a command ends it, quietly, as every other program."""

import fcntl
import os
import signal
import subprocess
import sys
import termios
import time

import pytest

PAGE = 4096
"""The least that a pipe holds."""


def after_one_line(project, *words):
    """The first line, what was said of errors, and how it ended."""
    with subprocess.Popen(
        [sys.executable, "-u", "manage.py", *words],  # -u: the second line meets no reader
        cwd=project.path,
        env=project.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        line = command.stdout.readline()
        command.stdout.close()
        return line, command.stderr.read(), command.wait()


def where_only_fits(line, project, *words):
    """The same of few lines, of which the second waits until the reader has left.

    The pipe is filled but for the first: otherwise all are written before, on some days.
    """
    reader, writer = os.pipe()
    size = fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, PAGE)
    os.write(writer, b"." * (size - len(line)))
    with subprocess.Popen(
        [sys.executable, "-u", "manage.py", *words],
        cwd=project.path,
        env=project.environment(),
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
    ) as command:
        os.close(writer)
        written = bytearray(4)
        end = time.monotonic() + 300
        while int.from_bytes(written, sys.byteorder) < size and time.monotonic() < end:
            time.sleep(0.02)
            fcntl.ioctl(reader, termios.FIONREAD, written)
        # So that what is read lets nothing more be written.
        command.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, command.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        read = os.read(reader, size)
        os.close(reader)
        command.send_signal(signal.SIGCONT)
        return read.lstrip(b"."), command.stderr.read(), command.wait()


def without_a_reader(project, *words):
    """What was said of errors, and how it ended, when nobody reads any of it."""
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=project.path,
        env=project.environment(),
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    return ended.stderr, ended.returncode


def test_one_line_is_enough_of_the_status(project):
    first = b"state     stopped\n"
    assert where_only_fits(first, project, "localdb", "status") == (first, b"", 141)


@pytest.mark.parametrize("words", [["localdb", "status"], ["import_archive", "--help"]])
def test_nor_does_a_buffer_that_is_emptied_too_late_complain(project, words):
    assert without_a_reader(project, *words) == ("", 141)


def test_the_checks_of_many_lines_end_with_who_reads_them(project):
    # More than a pipe holds: fewer are written before the reader has left, on some days.
    (project.path / "claims.txt").write_text("Nobody has said this to us, ever\n" * 1000)
    project.manage("migrate", "--verbosity", "0")
    line, errors, code = after_one_line(project, "check_quotes", "claims.txt")
    assert line.startswith('{"line": 1,')
    assert (errors, code) == ("", 141)


def test_an_error_of_the_command_keeps_its_sentence(project):
    refused = project.manage("export_archive", "/nowhere/at-all.jsonl", "--no-progress")
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: ")
