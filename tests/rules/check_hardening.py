#!/usr/bin/env python3
"""Whether programs were built with what the compiler and the linker can do against mistakes (6-trust TE15): position
independent, relocations read-only after the start, guarded stacks, checked library calls, no executable stack.

usage: check_hardening.py PROGRAM...
"""

import subprocess
import sys


def readelf(program, *flags):
    return subprocess.run(["readelf", "-W", *flags, program], check=True, capture_output=True, text=True).stdout


def missing(program):
    header, segments, dynamic = readelf(program, "-h"), readelf(program, "-l"), readelf(program, "-d")
    symbols = readelf(program, "--dyn-syms")
    stack = [line for line in segments.splitlines() if "GNU_STACK" in line]
    checks = {
        "position independent (PIE)": "DYN (" in header,
        "relocations read-only (RELRO)": "GNU_RELRO" in segments,
        "bound at the start (BIND_NOW)": "BIND_NOW" in dynamic or "NOW" in dynamic,
        "guarded stacks": "__stack_chk_fail" in symbols,
        "checked library calls (FORTIFY)": "_chk@" in symbols,
        "no executable stack": bool(stack) and "RWE" not in stack[0],
    }
    return [name for name, present in checks.items() if not present]


def main():
    failed = False
    for program in sys.argv[1:]:
        lacks = missing(program)
        failed = failed or bool(lacks)
        print(f"{program}: {'lacks ' + ', '.join(lacks) if lacks else 'has all'}")
    sys.exit(1 if failed else 0)


main()
