import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './db.ts'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const requests = new Histogram({
  name: 'doorstep_http_seconds',
  help: 'Seconds per request, by operation and status',
  labelNames: ['operation', 'status'],
  buckets: [0.005, 0.01, 0.03, 0.1, 0.25, 1, 5],
  registers: [registry],
})
const jobs = new Counter({
  name: 'doorstep_jobs_total',
  help: 'Jobs by subscriber and outcome',
  labelNames: ['subscriber', 'outcome'],
  registers: [registry],
})
const live = new Gauge({ name: 'doorstep_live_clients', help: 'Open live connections', registers: [registry] })
const waiting = new Gauge({ name: 'doorstep_outbox_waiting', help: 'Events not relayed yet', registers: [registry] })
const pool = new Gauge({
  name: 'doorstep_db_connections',
  help: 'Database connections by state',
  labelNames: ['state'],
  registers: [registry],
})

export const observeRequest = (operation: string, status: number, seconds: number) =>
  requests.observe({ operation, status }, seconds)
export const countJob = (subscriber: string, outcome: 'done' | 'failed') => jobs.inc({ subscriber, outcome })
export const setLiveClients = (n: number) => live.set(n)

/** @returns the Prometheus text of everything, with the gauges read now. */
export async function metricsText(database: Database): Promise<string> {
  const { rows } = await database.owner.query<{ n: number }>(
    'select count(*) as n from (select 1 from kernel.outbox where seq is null or seq > (select jobs_seq from kernel.relay) limit 10000) w',
  )
  waiting.set(rows[0]?.n ?? 0)
  pool.set({ state: 'idle' }, database.app.idleCount)
  pool.set({ state: 'total' }, database.app.totalCount)
  pool.set({ state: 'queued' }, database.app.waitingCount)
  return registry.metrics()
}
