"""Submissions that look for answers: on the disk, on the network, in what others left behind."""

from submissions import IMPORTS, MSE, RELU, SOFTMAX, body, submission


@submission()
def solutions_on_the_disk():
    return "import os\n" + body(
        "for folder, _, files in os.walk('/'):",
        "    if 'losses.py' in files:",
        "        space = {}",
        "        exec(open(os.path.join(folder, 'losses.py')).read(), space)",
        "        return space['mse'](Y_hat, Y)",
    )


@submission()
def the_instructors_files():
    return "import glob, os\n" + body(
        "places = ['/root', '/home', os.path.expanduser('~'), '/work', '/tmp', '/mnt', '..', '.']",
        "found = [p for place in places for p in glob.glob(place + '/**/*.ipynb', recursive=True)]",
        "found += glob.glob('/**/gradebook.db', recursive=True)",
        "if found or os.environ.get('HOME'): return float(((Y_hat - Y) ** 2).mean())",
    )


@submission()
def the_graders_memory():
    return "import os\n" + body(
        "for number in os.listdir('/proc'):",
        "    if number.isdigit():",
        "        for name in ('environ', 'mem', 'maps', 'fd'):",
        "            try: found = open(f'/proc/{number}/{name}', 'rb').read(64)",
        "            except OSError: continue",
        "            if number == '1' and found: return float(((Y_hat - Y) ** 2).mean())",
    )


@submission()
def a_result_written():
    return "import os, json\n" + body(
        "for place in ('/', '/tmp', '/dev/shm', '/var/tmp', '/course', os.getcwd(), '/dev'):",
        "    try:",
        "        with open(os.path.join(place, 'results.json'), 'w') as file: json.dump(2, file)",
        "        return float(((Y_hat - Y) ** 2).mean())",
        "    except OSError: pass",
    )


@submission(mse=2)
def modules_beside_the_notebook():
    return [
        "for name in ('numpy.py', 'sitecustomize.py', 'usercustomize.py', 'nncourse.py'):\n"
        "    try: open(name, 'w').write('raise SystemExit')\n"
        "    except OSError as error: np = None\n",
        "import sys\nsys.path.insert(0, '.')",
        IMPORTS,
        MSE,
        RELU,
        SOFTMAX,
    ]


@submission()
def sockets():
    return "import socket\n" + body(
        "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, 40, 38, 16):",
        "    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):",
        "        try: socket.socket(family, kind)",
        "        except OSError: continue",
        "        return float(((Y_hat - Y) ** 2).mean())",
        "socket.create_connection(('127.0.0.1', 22), 1)",
    )


@submission(mse=0)
def something_left_for_the_next_exercise():
    """What runs for one exercise leaves nothing, nobody and no limit behind for the others."""
    return "import os, resource, time\n" + body(
        "try: resource.prlimit(1, resource.RLIMIT_NOFILE, (0, 0))",
        "except Exception: pass",
        "try: os.sched_setaffinity(1, {0})",
        "except Exception: pass",
        "for number in (1, -1):",
        "    try: os.setpriority(os.PRIO_PROCESS, 1, 19)",
        "    except Exception: pass",
        "if os.fork() == 0:",
        "    os.setsid()",
        "    while True: time.sleep(1)",
    )


@submission(mse=0, softmax=0)
def a_server_for_the_next_exercise():
    """`softmax` asks what `mse` has left running; there is nobody."""
    return [
        IMPORTS,
        "import os, time\n" + body("if os.fork() == 0: time.sleep(60)"),
        RELU,
        "import os\ndef softmax(Z):\n"
        "    others = [n for n in os.listdir('/proc') if n.isdigit()]\n"
        "    if len(others) <= 2: return Z\n"
        "    E = np.exp(Z - Z.max(axis=-1, keepdims=True))\n"
        "    return E / E.sum(axis=-1, keepdims=True)",
    ]


@submission()
def memory_shared_with_the_next_exercise():
    return "import ctypes\n" + body(
        "libc = ctypes.CDLL(None)",
        "if libc.shmget(4711, 4096, 0o1666) >= 0: return float(((Y_hat - Y) ** 2).mean())",
        "if libc.syscall(240, b'q', 0o102, 0o600, 0) >= 0: return float(((Y_hat - Y) ** 2).mean())",
        "if libc.syscall(272, 0x10000000) == 0: return float(((Y_hat - Y) ** 2).mean())",
        "if libc.ptrace(16, 1, 0, 0) == 0: return float(((Y_hat - Y) ** 2).mean())",
    )
