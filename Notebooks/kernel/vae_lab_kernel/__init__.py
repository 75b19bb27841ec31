"""A Jupyter kernel for Swift cells with the modules of vae-lab.

Each cell becomes a library of its own, which imports the libraries of the cells before it and is loaded into one
running process (`host.c`). Values, functions and types of a cell are therefore there for the cells after it, at the
speed of compiled code, and a cell costs one run of the compiler.

    package.py     finds the built modules of vae-lab and the compiler
    cell.py        reads a cell: what it declares, and whether it ends in an expression to be shown
    source.py      puts a cell between what the kernel adds, and takes that out of the compiler's messages
    session.py     the cells so far: names, imports, compiling
    host.py        the process that runs them; host.c is its program
    places.py      where and why a cell was left
    completion.py  what may stand at the cursor
    notebooks.py   executes notebooks and compares what comes out with what is stored (`Notebooks/run`)
    kernel.py      Jupyter's side
"""

__version__ = "1.0"
