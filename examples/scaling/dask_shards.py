"""Shards on Dask: the workers of a cluster read, this process joins.

    pip install "dask[distributed]"
    python dask_shards.py DOCUMENTS OUT                                   # a cluster of four processes, here
    python dask_shards.py DOCUMENTS OUT --scheduler tcp://scheduler:8786  # a cluster that is there

Every worker sees the documents and the program under the same path; the shards come back through Dask. A worker that
dies costs its shard a second try, for reading is a function of the documents alone.
"""

import argparse
import pathlib
import subprocess
import tempfile

from dask.distributed import Client, LocalCluster


def shard(program, documents, number, of):
    """The bytes of one shard, made by a worker."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "shard.idx")
        command = [program, "index", documents, "--no-cache", "--quiet", "--shard", f"{number}/{of}", "--out", out]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"shard {number}/{of}: {done.stderr}")
        return out.read_bytes()


def join(program, documents, shards, out, more):
    """The reports of all shards together; how the program ended."""
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder, f"shard-{number}.idx") for number in range(1, len(shards) + 1)]
        for file, content in zip(files, shards):
            file.write_bytes(content)
        command = [program, "assess", documents, "--no-cache", "--out", out, *more, "--shards", *files]
        return subprocess.run(command).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents")
    parser.add_argument("out")
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--scheduler", help="address of a cluster; without it four worker processes are started here")
    parser.add_argument("--program", default="iso20k")
    options, more = parser.parse_known_args()
    documents = str(pathlib.Path(options.documents).resolve())
    cluster = options.scheduler or LocalCluster(n_workers=4, threads_per_worker=1, dashboard_address=None)
    with Client(cluster) as client:
        numbers = range(1, options.shards + 1)
        made = [client.submit(shard, options.program, documents, n, options.shards, pure=False) for n in numbers]
        shards = client.gather(made)
    return join(options.program, documents, shards, options.out, more)


if __name__ == "__main__":
    raise SystemExit(main())
