"""What the numbers were measured on."""

import importlib.metadata
import os
import platform
from pathlib import Path

PACKAGES = ("numpy", "torch", "scikit-learn")


def processor() -> str:
    """The processor's name, as the system tells it."""
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def description() -> dict:
    """Processor, cores, memory, system, and the versions of all that was timed."""
    import numpy as np
    import psutil
    from threadpoolctl import threadpool_info

    np.dot(np.ones((2, 2)), np.ones((2, 2)))  # which loads the matrix product's library
    blas = next(pool for pool in threadpool_info() if pool["user_api"] == "blas")
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
        "blas": f"{blas['internal_api']} {blas['version']} ({blas.get('architecture', '')})",
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
    }
