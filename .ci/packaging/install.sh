#!/bin/sh
# ./install.sh [PREFIX]: puts chatctl, its manual and its completions below PREFIX (~/.local). Needs no root for a directory
# of yours, and nothing but what Debian 12, Ubuntu 22.04, RHEL 9 and newer ones have: OpenSSL 3, SQLite, GNU readline 8.
set -eu
umask 022

prefix=${1:-$HOME/.local}
case $prefix in
-*)
  echo "usage: ./install.sh [PREFIX], a directory; without it ~/.local" >&2
  exit 64
  ;;
/*) ;;
*) prefix=$PWD/$prefix ;;
esac
cd "$(dirname "$0")"

# Before anything is replaced: what is missing says so here.
if ! said=$(bin/chatctl --version 2>&1); then
  echo "install.sh: it does not run on this machine: $said" >&2
  echo "install.sh: nothing was installed. OpenSSL 3, SQLite 3 and GNU readline 8 must be there:" >&2
  echo "    sudo apt install libssl3 libsqlite3-0 libreadline8       (Debian, Ubuntu)" >&2
  echo "    sudo dnf install openssl-libs sqlite-libs readline       (RHEL, Fedora)" >&2
  exit 69
fi

find bin share -type f | while read -r file; do
  mkdir -p "$prefix/${file%/*}"
  # One that runs goes on with the old one.
  cp "$file" "$prefix/$file.new"
  mv -f "$prefix/$file.new" "$prefix/$file"
done
echo "$said is in $prefix/bin/chatctl."

case :$PATH: in
*:"$prefix/bin":*) ;;
*)
  # Debian's and Ubuntu's ~/.profile does so by itself for ~/.local/bin, where that is there at the log-in.
  echo "To find it by its name, log in again; where that does not help, add this to ~/.profile:"
  echo "  PATH=\"$prefix/bin:\$PATH\""
  ;;
esac
# bash and fish look below ~/.local by themselves, and man beside what is in the PATH; zsh has to be told.
case ${SHELL:-} in
*/zsh)
  echo "For Tab, add this to ~/.zshrc before compinit:"
  echo "  fpath=(\"$prefix/share/zsh/site-functions\" \$fpath)"
  ;;
esac
echo "To join a room: chatctl connect HOST PORT. To open one: chatctl serve"
