"""Submissions that break things: they end Python, never end, take all there is."""

from submissions import IMPORTS, MSE, RELU, SOFTMAX, body, submission


@submission(kind="raised")
def exits():
    return body("raise SystemExit(0)")


@submission(kind="stopped")
def ends_python():
    return "import posix\nleave = posix._exit\n" + body("leave(0)")


@submission(kind="stopped")
def a_segfault():
    return "import ctypes\n" + body("ctypes.string_at(0)")


@submission()
def kills_everybody():
    return "import posix\nkill = posix.kill\n" + body("kill(1, 9)", "kill(-1, 9)")


@submission(kind="stopped", slow=True)
def an_endless_loop():
    return body("while True: pass")


@submission(kind="stopped", slow=True)
def a_loop_that_will_not_be_stopped():
    return "import signal, time\n" + body(
        "while True:",
        "    try:",
        "        for number in range(1, 64):",
        "            try: signal.signal(number, signal.SIG_IGN)",
        "            except (OSError, ValueError, TypeError): pass",
        "        while True: time.sleep(0.001)",
        "    except BaseException: pass",
    )


@submission(kind="stopped", slow=True)
def one_call_that_takes_for_ever():
    return body("sum(range(10**15))")


@submission(kind="stopped", slow=True)
def a_cell_that_takes_for_ever():
    return "LIMIT = 0\nwhile True:\n    LIMIT += 1\n" + body("return LIMIT")


@submission(slow=True)
def a_text_that_takes_for_ever():
    return "class Slow(Exception):\n    def __str__(self):\n        while True: pass\n" + body(
        "raise Slow"
    )


@submission(kind="stopped", slow=True)
def a_fork_bomb():
    return "import posix\nfork = posix.fork\n" + body(
        "while True:", "    try: fork()", "    except OSError: pass"
    )


@submission()
def a_daemon():
    return "import posix, os, time\nfork = posix.fork\n" + body(
        "if fork() == 0:",
        "    os.setsid()",
        "    if fork() == 0:",
        "        while True: time.sleep(0.1)",
        "    time.sleep(100)",
    )


@submission()
def a_thousand_threads():
    return "import threading, time\n" + body(
        "for _ in range(1000):",
        "    try: threading.Thread(target=time.sleep, args=(100,), daemon=True).start()",
        "    except RuntimeError: break",
    )


@submission()
def a_balloon():
    return body("kept = [np.ones(10**7) for _ in range(10**4)]")


@submission()
def many_balloons():
    return "import posix, time\nfork = posix.fork\n" + body(
        "for _ in range(10):",
        "    if fork() == 0:",
        "        kept = [np.ones(10**7) for _ in range(10)]",
        "        time.sleep(100)",
        "time.sleep(3)",
    )


@submission()
def an_enormous_answer():
    return body("return np.zeros(4 * 10**7, np.float32)")


@submission()
def a_list_without_end():
    return body("answer = []", "answer.append(answer)", "return answer")


@submission()
def a_gigabyte_of_output():
    return "import os, sys\n" + body(
        "for _ in range(1000):",
        "    print('x' * 10**6)",
        "    os.write(1, b'x' * 10**6); os.write(2, b'x' * 10**6)",
        "    sys.__stdout__.write('x' * 1000)",
    )


@submission(kind="raised")
def itself_again_and_again():
    return body("return mse(Y_hat, Y)")


@submission()
def closes_everything():
    return "import os\n" + body("os.closerange(0, 1000)")


@submission()
def a_signature_that_lies():
    return (
        "import inspect\nclass Liar:\n"
        "    def __call__(self, *a):\n        return 0.0\n"
        "    @property\n    def __signature__(self):\n        raise SystemExit\n"
        "    @property\n    def __class__(self):\n        raise KeyboardInterrupt\n"
        "mse = Liar()"
    )


@submission()
def a_cell_that_ends_python():
    return "import os\nvalue = len(os.sep)\nraise SystemExit\ndef mse(Y_hat, Y): return value"


@submission(mse=2)
def a_text_that_cannot_be_read():
    return [
        IMPORTS, MSE, RELU, SOFTMAX, "(" * 10**5, "\0", "x = '\ud800'", "if x:\n" * 200, "\\",
        "f = " + "lambda: " * 5000 + "1", "x = " + "-" * 10**6 + "1",
    ]  # fmt: skip


@submission(mse=2)
def thousands_of_cells():
    return [IMPORTS, MSE, RELU, SOFTMAX, *(f"x{i} = {i}" for i in range(3000))]
