// Plain JavaScript that any Node reads: the rest of the program needs the Node that npm installs beside it.
const wanted = 26
if (Number.parseInt(process.versions.node, 10) < wanted) {
  console.error(
    `Wellrun needs Node ${wanted}, and this is ${process.versions.node}: run "npm ci" without "--omit=optional", ` +
      'which brings the right one along, and start Wellrun with "npm start".',
  )
  process.exit(1)
}
