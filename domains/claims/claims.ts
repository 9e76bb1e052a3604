/** Charges and claims, as the rest of the practice sees them. Joins to their tables go along the map. */
export { postCharges } from './charges/commands.ts'
