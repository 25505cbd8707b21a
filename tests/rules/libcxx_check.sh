#!/usr/bin/env bash
# protocol/ must compile against libc++ too, which lacks more than libstdc++ does: a stand-in for macOS.
# Exit code 77: this machine has no clang with libc++, so nothing was checked.
set -euo pipefail
root=$1

command -v clang++ >/dev/null || { echo "clang++ is not here: skipped"; exit 77; }
echo '#include <vector>' | clang++ -std=c++20 -stdlib=libc++ -fsyntax-only -x c++ - 2>/dev/null ||
  { echo "clang++ has no libc++ here: skipped"; exit 77; }
for source in "$root"/protocol/{base,frame,message,machine,scenario}/*.cpp; do
  clang++ -std=c++20 -stdlib=libc++ -Wall -Wextra -Werror -fsyntax-only -I "$root" "$source"
done
echo "protocol/ compiles against libc++"
