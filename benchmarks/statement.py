"""One statement in a process of its own: `python -m benchmarks.statement "import numpy"`.

Prints what `benchmarks.worker` prints. Nothing is loaded before that an import would load.
"""

import sys
import time

from benchmarks.memory import peak_memory

code = sys.argv[1]
started = time.perf_counter()
exec(code)
seconds = time.perf_counter() - started
print(f'{{"seconds": {{"all": {seconds}}}, "memory": {peak_memory()}, "accuracy": null}}')
