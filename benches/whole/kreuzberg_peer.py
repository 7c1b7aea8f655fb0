"""The bare text of every file of a folder by kreuzberg, for `cargo bench --bench whole`: one call for all files.

    ISO20K_PEERS='kreuzberg: python3 benches/whole/kreuzberg_peer.py' cargo bench --bench whole -- mixed
"""

import asyncio
import pathlib
import sys

from kreuzberg import ExtractionConfig, batch_extract_files

files = sorted(str(path) for path in pathlib.Path(sys.argv[1]).rglob("*") if path.is_file())
results = asyncio.run(batch_extract_files(files, config=ExtractionConfig(use_cache=False)))
print(len(files), "files,", sum(len(result.content) for result in results), "characters")
