/**
 * Jaro-Winkler similarity, 0 to 1 (W. E. Winkler, 1990): prefix weight 0.1 over at most four letters. Symmetric: the
 * greedy pairing of Jaro depends on which text comes first, so the texts are put in order before they are compared.
 */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1
  const swap = one.length > other.length || (one.length === other.length && one > other)
  const [a, b] = swap ? [other, one] : [one, other]
  if (a === '') return 0
  const reach = Math.max(0, Math.floor(b.length / 2) - 1)
  const taken = new Uint8Array(b.length)
  let matchesInA = ''
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (taken[j] === 1 || a[i] !== b[j]) continue
      taken[j] = 1
      matchesInA += a[i]
      break
    }
  }
  const matches = matchesInA.length
  if (matches === 0) return 0
  let outOfPlace = 0
  let position = 0
  for (let j = 0; j < b.length; j++) if (taken[j] === 1 && b[j] !== matchesInA[position++]) outOfPlace++
  const jaro = (matches / a.length + matches / b.length + (matches - outOfPlace / 2) / matches) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}
