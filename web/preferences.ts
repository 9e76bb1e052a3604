/** How one likes the screen. Kept by the browser of this workstation; never anything about a patient. */
const read = (name: string) => {
  try {
    return localStorage.getItem(`wellrun.${name}`)
  } catch {
    // A browser may forbid storage: then the preference lasts as long as the page.
    return null
  }
}

export const preference = {
  get: read,
  set(name: string, value: string): void {
    try {
      localStorage.setItem(`wellrun.${name}`, value)
    } catch {
      // As above.
    }
  },
}

export type Density = 'compact' | 'roomy'
export const density = (): Density => (read('density') === 'roomy' ? 'roomy' : 'compact')

/** Every size in the interface is in rem, so the size of the root is the density. */
export function applyDensity(next: Density = density()): void {
  preference.set('density', next)
  document.documentElement.dataset['density'] = next
}
