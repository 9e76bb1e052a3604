import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** Prometheus metrics by route pattern: labels never hold an id, so nothing about a person leaves with them. */
export function createMetrics(connections: () => { total: number; idle: number; waiting: number }) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'wellrun_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'wellrun_request_seconds',
    help: 'Time to answer',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const gauge = new Gauge({
    name: 'wellrun_database_connections',
    help: 'Connections of this process to the database',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(connections())) gauge.set({ state }, count)
    },
  })
  return {
    observe(method: string, route: string, status: number, milliseconds: number) {
      requests.inc({ method, route, status })
      duration.observe({ route }, milliseconds / 1000)
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}
