import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * The web client. No inline scripts, so that the server can say `script-src 'self'`; every asset carries its hash,
 * so that it can be cached for ever. WELLRUN_WEB_OUT names another place for the build, WELLRUN_API the server
 * that `vite` (while developing) passes /api to.
 */
export default defineConfig({
  root: import.meta.dirname + '/web',
  plugins: [react()],
  build: {
    outDir: process.env['WELLRUN_WEB_OUT'] ?? import.meta.dirname + '/dist/web',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': process.env['WELLRUN_API'] ?? 'http://127.0.0.1:8080' },
  },
})
