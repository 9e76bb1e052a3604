import { type Logger, pino } from 'pino'

/**
 * Structured logs, one JSON object a line. They hold operation names, ids of requests and users, statuses and
 * durations: never a body, a query string, a name or another piece of PHI. Errors are logged by class and stack.
 */
export const createLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    serializers: { error: describeError },
  })

/** Database errors carry row values in `detail` and `where`: keep what a developer needs, leave what a patient owns. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, constraint, table } = error as { code?: string; constraint?: string; table?: string }
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12),
  }
}

export type Log = Logger
