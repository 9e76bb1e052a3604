// Temporal is everywhere below: a browser without it gets it before anything else is loaded.
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')
const { start } = await import('./app.tsx')
start(document.getElementById('app')!)
