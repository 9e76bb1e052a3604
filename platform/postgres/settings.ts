import { totalmem } from 'node:os'

/** For one office on a machine of 2 to 4 GB that also runs the program and a browser. */
export function settings(host: string, durable: boolean): Record<string, string> {
  const megabytes = Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / 2 ** 20)
  return {
    // The folder is an element of a list, so a path with a comma must be quoted.
    ...(process.platform === 'win32'
      ? { listen_addresses: host, unix_socket_directories: '' }
      : { listen_addresses: '', unix_socket_directories: `"${host.replaceAll('"', '""')}"` }),
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    shared_buffers: megabytes < 1800 || !durable ? '128MB' : '256MB',
    effective_cache_size: `${Math.max(256, Math.floor(megabytes / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    // Compiling plans costs a short query more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Errors of statements quote patients' data and do not belong in a log; the program sees each of them anyway.
    // "log" ranks above "error": what the server says about itself is kept.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    wal_level: 'replica',
    max_wal_senders: '0',
    ...(durable
      ? { max_wal_size: '1GB', min_wal_size: '80MB', checkpoint_timeout: '10min', wal_compression: 'on' }
      : {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          autovacuum: 'off',
          max_wal_size: '256MB',
          min_wal_size: '32MB',
        }),
  }
}
