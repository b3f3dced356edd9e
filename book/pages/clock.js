// Interrupts: Python asks now and then whether there is a signal, and is answered by the clock.

const STOP = 2; // SIGINT, for the reader
const ALARM = 14; // SIGALRM, for the time
const AGAIN = 500; // milliseconds until it rings once more, for code that does not listen

/**
 * Give Python a signal when the reader has pressed Stop, as far as the page can tell by `stopped`,
 * and when the time is up that is set with the function returned, in seconds; undefined ends that.
 */
export function setClock(python, stopped = null) {
  let deadline = Infinity;
  python.setInterruptBuffer({
    get 0() {
      if (stopped && Atomics.exchange(stopped, 0, 0)) return STOP;
      if (performance.now() < deadline) return 0;
      deadline = performance.now() + AGAIN;
      return ALARM;
    },
    set 0(signal) {}, // Python wipes what it has seen, which a clock need not know
  });
  return (seconds) => {
    deadline = seconds === undefined ? Infinity : performance.now() + seconds * 1000;
  };
}
