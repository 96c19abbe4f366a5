#!/usr/bin/env bash
# Proves the two commands in an empty clone with an empty npm cache: as root below a folder that others cannot enter, and
# as an ordinary user. Run as root it does both (the user is made and removed), otherwise only the second.
#
#   tools/fresh-clone.sh [--test] [--only root|user] [--keep]
#
# --test runs "npm test" too. Prints a table of figures; ends with 1 when any of them is not as promised.
set -euo pipefail
# each background job gets a process group of its own, as in a terminal, and Ctrl-C means something to it
set -m

first_limit=60
second_limit=5
source_root=$(cd "$(dirname "$0")/.." && pwd)
with_test=no only='' keep=no
while [ $# -gt 0 ]; do
  case $1 in
    --test) with_test=yes ;;
    --only) only=$2 && shift ;;
    --keep) keep=yes ;;
    *) sed -n '2,8p' "$0" && exit 1 ;;
  esac
  shift
done

work=$(mktemp -d "${TMPDIR:-/tmp}/doorstep-clone.XXXXXX")
user="doorstep-try-$$"
made_user=no
table="$work/table"
failures=0

cleanup() {
  for pid in $(left_over "$work/"); do kill -KILL "$pid" 2>/dev/null || true; done
  if [ "$made_user" = yes ]; then userdel "$user" 2>/dev/null || true; fi
  if [ "$keep" = yes ]; then echo "Kept: $work"; else rm -rf "$work"; fi
}
trap cleanup EXIT

# Processes that run a program of the folder, stand in it, or name it.
left_over() {
  local folder=$1 process path
  {
    pgrep -f -- "$folder" || true
    for process in /proc/[0-9]*; do
      for path in "$process/cwd" "$process/exe"; do
        case $(readlink "$path" 2>/dev/null || true) in "$folder"*) echo "${process#/proc/}" ;; esac
      done
    done
  } | sort -un | grep -vx -e $$ -e "$BASHPID" || true
}

now() { echo "${EPOCHREALTIME/,/.}"; }
seconds_since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }
at_most() { awk -v value="$1" -v limit="$2" 'BEGIN { exit !(value <= limit) }'; }
fail() { echo "FAILED: $*" >&2 && failures=$((failures + 1)); }

# Below the ephemeral range, where an outgoing connection of this machine cannot take it away.
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port" && return; }
  done
}

# Runs a command in the clone as the one it is for, with nothing of this shell's npm, product settings or home.
as_case() {
  local drop=() name
  for name in $(compgen -e); do
    case $name in
      npm_config_registry | npm_config_cafile | npm_config_*proxy) ;;
      npm_* | DOORSTEP_* | DATABASE_URL | NODE_ENV | NODE_OPTIONS | VITEST* | PG* | NATS_URL) drop+=(-u "$name") ;;
    esac
  done
  cd "$clone"
  # shellcheck disable=SC2086
  exec $become env "${drop[@]}" HOME="$home" PATH="$clean_path" npm_config_cache="$base/npm-cache" PORT="$port" "$@"
}

clean_path=$(tr ':' '\n' <<<"$PATH" | grep -v node_modules | paste -sd:)

prepare() {
  base="$work/$1" clone="$work/$1/doorstep" home="$work/$1/home" become=''
  port=$(free_port)
  mkdir -p "$home"
  git clone --quiet --no-hardlinks "$source_root" "$clone"
  chmod 700 "$base"
  if [ "$1" = user ] && [ "$(id -u)" = 0 ]; then
    useradd --no-create-home --home-dir "$home" --shell /bin/bash "$user"
    made_user=yes
    # the way there must be open to the user; the clone itself is theirs alone
    chmod 711 "$work"
    chown -R "$user:" "$base"
    become="setpriv --reuid=$(id -u "$user") --regid=$(id -g "$user") --clear-groups --"
  fi
}

# Starts the product; sets `installed` and `ready` to seconds, `job` to the process group.
start_and_wait() {
  local log=$1 begun installed_at='' deadline=$((SECONDS + 900))
  begun=$(now)
  as_case npm start >"$log" 2>&1 &
  job=$!
  while kill -0 "$job" 2>/dev/null && [ $SECONDS -lt $deadline ]; do
    if [ -z "$installed_at" ] && grep -q '^Packages installed' "$log"; then
      installed_at=$(now) installed=$(seconds_since "$begun")
    fi
    if grep -q '^Ready' "$log" && curl -fsS -o /dev/null --max-time 5 "http://127.0.0.1:$port/readyz"; then
      ready=$(seconds_since "${installed_at:-$begun}")
      return 0
    fi
    sleep 0.1
  done
  ready=never
  return 1
}

# Ctrl-C: the signal goes to the whole group. Sets `stopped` to seconds or to what was wrong.
interrupt() {
  local begun code=0 left
  begun=$(now)
  kill -INT -- "-$job" 2>/dev/null || true
  (sleep 30 && kill -KILL -- "-$job") 2>/dev/null &
  local watchdog=$!
  wait "$job" 2>/dev/null || code=$?
  stopped=$(seconds_since "$begun")
  kill -KILL -- "-$watchdog" 2>/dev/null || true
  wait "$watchdog" 2>/dev/null || true
  if [ "$ready" != never ] && [ $code -ne 0 ] && [ $code -ne 130 ]; then fail "$1: Ctrl-C ended with exit code $code"; fi
  left=$(left_over "$base/" | paste -sd' ')
  if [ -n "$left" ]; then
    fail "$1: processes left after Ctrl-C: $left"
    # shellcheck disable=SC2086
    ps -o pid,ppid,user,args -p ${left// /,} >&2 || true
  fi
}

try() {
  local name=$1 installed='-' ready='never' first second stopped='-' tests='-'
  echo "— as $name: an empty clone in $work/$name, an empty npm cache"
  prepare "$name"
  start_and_wait "$work/$name-first.log" || { fail "$name: first start" && tail -n 40 "$work/$name-first.log"; }
  first=$ready
  interrupt "$name"
  at_most "${first/never/999}" $first_limit || fail "$name: first start took $first s, promised are $first_limit s"
  start_and_wait "$work/$name-second.log" || { fail "$name: second start" && tail -n 40 "$work/$name-second.log"; }
  second=$ready
  interrupt "$name"
  at_most "${second/never/999}" $second_limit || fail "$name: second start took $second s, promised are $second_limit s"
  if [ -n "$(find "$home" -type f -print -quit)" ]; then fail "$name: files in the home folder: $(find "$home" -type f | head -5)"; fi
  if [ -n "$(git -c safe.directory='*' -C "$clone" status --porcelain)" ]; then fail "$name: the checkout is not clean"; fi
  if [ "$with_test" = yes ]; then
    (as_case npm test) >"$work/$name-test.log" 2>&1 || { fail "$name: npm test" && tail -n 60 "$work/$name-test.log"; }
    tests=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$work/$name-test.log" | tail -n 1)
    if [ -n "$(left_over "$base/")" ]; then fail "$name: processes left after npm test"; fi
  fi
  printf '%-6s %10s %12s %13s %12s   %s\n' "$name" "$installed s" "$first s" "$second s" "$stopped s" "${tests:-none}" >>"$table"
}

if [ "$(id -u)" = 0 ] && [ "$only" != user ]; then try root; fi
if [ "$only" != root ]; then try user; fi

echo
printf '%-6s %10s %12s %13s %12s   %s\n' as install 'first ready' 'second ready' 'Ctrl-C' tests
cat "$table"
printf '%-6s %10s %12s %13s\n' promise '' "<= $first_limit s" "<= $second_limit s"
[ "$failures" = 0 ] || { echo "$failures failed" && exit 1; }
