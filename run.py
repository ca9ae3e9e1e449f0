#!/usr/bin/env python3
"""The one file to start from: sets csat up beside itself and opens it. Needs nothing but Python.

    python run.py             the app on a practice company
    python run.py test        the tests (further words go to pytest)
    python run.py csat ...    any csat command

Written for old Pythons to read, so that they can say what is missing instead of failing on the syntax.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
STAMP = os.path.join(VENV, "csat.stamp")
PRACTICE = os.path.join(ROOT, ".practice")
OLDEST = (3, 11)
WINDOWS = sys.platform == "win32"
LONGEST_WINDOWS_PATH = 120
"""Files inside .venv are up to 140 characters deeper; Windows stops at 260."""

NETWORK_SIGNS = ("ConnectionError", "NewConnectionError", "Retrying", "Could not fetch", "resolve",
                 "No matching distribution", "ProxyError", "timed out", "Network is unreachable")


def english():
    for name in ("CSAT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name].lower().startswith("en")
    return False


def say(zh, en):
    """One line to standard error; standard output belongs to the command."""
    sys.stderr.write((en if english() else zh) + "\n")
    sys.stderr.flush()


def stop(zh, en):
    say(zh, en)
    sys.exit(3)


def check_machine():
    if sys.version_info < OLDEST:
        have = "%d.%d" % sys.version_info[:2]
        stop("需要 Python 3.11 或更新版本，现在是 %s：请安装新版 Python，再用它运行 run.py。" % have,
             "Python 3.11 or newer is needed, this is %s: install a newer Python and run run.py with it." % have)
    if WINDOWS and len(ROOT) > LONGEST_WINDOWS_PATH:
        stop("文件夹路径太长（%d 个字符），Windows 装不下：请把它移到较短的路径，例如 C:\\csat。" % len(ROOT),
             "The folder's path is too long for Windows (%d characters): move it to a short one, such as C:\\csat."
             % len(ROOT))


def python():
    return os.path.join(VENV, "Scripts" if WINDOWS else "bin", "python.exe" if WINDOWS else "python")


def fingerprint():
    """What the environment was made from: the lock, this Python and this folder."""
    with open(LOCK, "rb") as file:
        content = file.read()
    return hashlib.sha256(content + sys.version.encode() + ROOT.encode()).hexdigest()


def is_ready():
    try:
        with open(STAMP) as file:
            return file.read() == fingerprint() and os.path.exists(python())
    except OSError:
        return False


def set_up():
    """Make .venv from the lock; nothing is done when it is already so."""
    if is_ready():
        return
    check_writable()
    with SetUpLock():
        if is_ready():
            return
        say("首次运行，正在准备（约一分钟，只需一次）。", "First run: setting up (about a minute, once only).")
        make_venv()
        install()
        with open(STAMP, "w") as file:
            file.write(fingerprint())
        say("准备完成。", "Ready.")


class SetUpLock:
    """Two starts at once set up one after the other."""

    def __enter__(self):
        self.file = open(os.path.join(ROOT, ".venv.lock"), "w")
        if not WINDOWS:
            import fcntl

            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *error):
        self.file.close()


def check_writable():
    probe = os.path.join(ROOT, ".write-probe-%d" % os.getpid())
    try:
        with open(probe, "w"):
            pass
        os.remove(probe)
    except OSError:
        stop("这个文件夹不能写入：%s。请把它复制到自己的文件夹里再运行。" % ROOT,
             "This folder cannot be written to: %s. Copy it to a folder of your own and run it there." % ROOT)


def make_venv():
    say("[1/2] 建立独立环境 .venv", "[1/2] making the environment .venv")
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        stop("这个 Python 缺少 venv 模块：Debian/Ubuntu 请先执行 apt install python3-venv，再运行 run.py。",
             "This Python lacks the venv module: on Debian or Ubuntu run apt install python3-venv first.")
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=not WINDOWS).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        stop("建立 .venv 失败（%s）：请检查磁盘空间和权限后再试。" % error,
             ".venv could not be made (%s): check disk space and permissions, then try again." % error)


def install():
    with open(LOCK) as file:
        total = sum(1 for line in file if "==" in line)
    say("[2/2] 安装 %d 个组件（按锁定文件校验）" % total, "[2/2] installing %d parts, checked against the lock" % total)
    command = [python(), "-m", "pip", "install", "--no-input", "--progress-bar", "off",
               "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen, last = 0, []
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace").rstrip()
        last = last[-30:] + [line]
        if line.startswith("Collecting "):
            seen += 1
            show_progress("    %d/%d %s" % (seen, total, line.split()[1].split("==")[0]))
    show_progress(None)
    if process.wait():
        explain("\n".join(last))
    with open(os.path.join(site_packages(), "csat.pth"), "w", encoding="utf-8") as file:
        file.write(ROOT + "\n")


def show_progress(text):
    if sys.stderr.isatty():
        sys.stderr.write("\r" + (text or "").ljust(60) + ("" if text else "\r"))
        sys.stderr.flush()


def site_packages():
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    return subprocess.check_output([python(), "-c", code]).decode().strip()


def explain(output):
    """Say in one sentence why pip failed, and stop."""
    if "No space left" in output:
        stop("磁盘已满：请腾出约 500 MB 后再运行。", "The disk is full: free about 500 MB and run it again.")
    if "Permission denied" in output or "Read-only file system" in output:
        stop("没有写入权限：请把文件夹复制到自己的目录再运行。",
             "No permission to write: copy the folder to a place of your own and run it there.")
    if "DO NOT MATCH THE HASHES" in output:
        stop("下载的组件与锁定文件不符，已拒绝安装：请检查软件源设置，或重新获取本程序。",
             "A downloaded part differs from the lock and was refused: check the package index, or fetch csat anew.")
    if any(sign in output for sign in NETWORK_SIGNS):
        stop("连不上软件源：首次运行需要网络，请联网（或设置 PIP_INDEX_URL）后再运行，已下载的部分会保留。",
             "The package index cannot be reached: the first run needs a network; connect (or set PIP_INDEX_URL) "
             "and run it again.")
    sys.stderr.write(output + "\n")
    stop("安装失败，原因见上：请按提示处理后再运行。", "The installation failed as shown above: mend that and run it again.")


def hand_over(arguments):
    """Become the given Python command: its streams, signals and exit code are ours."""
    os.environ.setdefault("PYTHONUTF8", "1")
    command = [python()] + arguments
    if not WINDOWS:
        os.execv(command[0], command)
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(command))


def side_by_side():
    """How the whole suite runs: much of it waits for processes and disks, so two workers a core."""
    return ["-n", str(min(8, 2 * (os.cpu_count() or 1))), "--dist", "worksteal"]


def main():
    words = sys.argv[1:]
    check_machine()
    set_up()
    if not words:
        hand_over(["-m", "csat_tui", "demo", "--home", PRACTICE])
    elif words[0] == "test":
        os.chdir(ROOT)
        hand_over(["-m", "pytest"] + (words[1:] or side_by_side()))
    elif words[0] == "csat":
        hand_over(["-m", "csat_tui"] + words[1:])
    else:
        say("用法：python run.py [test | csat 命令 …]", "Usage: python run.py [test | csat COMMAND ...]")
        sys.exit(2)


if __name__ == "__main__":
    main()
