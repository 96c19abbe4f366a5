// Child processes that end when we are told to end.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const children = new Set()
let lastSignal = 0
let gaveUp = false

/**
 * Passes signals on to the children. One Ctrl-C reaches us twice, from the terminal and from npm: signals within a
 * second are one.
 */
export function passSignalsOn() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (Date.now() - lastSignal < 1000) return
      lastSignal = Date.now()
      if (children.size === 0) process.exit(128 + constants.signals[signal])
      for (const child of children) pass(child, signal)
    })
  }
}

/** True once everything is to end: nothing new is started then. */
export function wasTold() {
  return gaveUp || lastSignal > 0
}

/** Ends every child, because what they work for is over. */
export function giveUp() {
  gaveUp = true
  for (const { process: child } of children) child.kill()
}

// A child in our own group has the terminal's signal already; should it still run after a while, it had not.
function pass({ process: child, ownGroup }, signal) {
  if (ownGroup) child.kill(signal)
  else setTimeout(() => child.kill(signal), 3000).unref()
}

/**
 * Starts a child and keeps it for signals. `ownGroup` gives it a session of its own, so that a Ctrl-C reaches it once and
 * only through us.
 */
export function start(command, { ownGroup = false, ...options } = {}) {
  const [program, ...args] = command
  const child = spawn(program, args, { stdio: 'inherit', detached: ownGroup, ...options })
  const entry = { process: child, ownGroup }
  children.add(entry)
  const ended = new Promise((done) => {
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`)
      done(1)
    })
    child.once('close', (code, signal) => done(signal ? 128 + constants.signals[signal] : code))
  }).finally(() => children.delete(entry))
  return { child, ended }
}

/** Runs a command to its end and returns its exit code. */
export function run(command, options) {
  return start(command, options).ended
}

/** Runs a command silently and returns its exit code and everything it printed. */
export async function capture(command, options) {
  const { child, ended } = start(command, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  return { code: await ended, output }
}
