/** A block of a provider's week. Pure. */
import { reason, refuse } from '#kernel/refusal.ts'

export const TemplatesOverlap = reason(
  'templates-overlap',
  409,
  'The provider already works at that time of the week, here or at another site.',
)
export const EndsBeforeItStarts = reason('ends-before-it-starts', 422, 'It ends before it starts.')

export function mustEndAfterItStarts(pointer: string, comparison: number) {
  if (comparison > 0) return
  refuse(EndsBeforeItStarts, undefined, {
    fields: [{ pointer, message: 'Choose an end that lies after the start.' }],
  })
}
