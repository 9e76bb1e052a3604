import type { Id } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { say } from '#web/ui/say.tsx'
import type { DayVisit } from '../day/contract.ts'
import { stepVisit } from '../flow/contract.ts'
import { type Status, isStepBack } from '../flow/visit.ts'
import { look } from './look.ts'

type Moved = Pick<DayVisit, 'id' | 'status' | 'version'> & { readonly patientName: string }
type StepTo = Parameters<ReturnType<typeof useAct<typeof stepVisit>>['run']>[0]['body']['to']

/** One step of a visit from a button or key, said in a word and undone for eight seconds where it can be. */
export function useStep() {
  const back = useAct(stepVisit)
  const act = useAct(stepVisit)
  return {
    busy: act.busy,
    async go(visit: Moved, to: Status, more: { roomId?: Id<'Room'>; reason?: string } = {}) {
      const from = visit.status
      const reply = await act.run({
        params: { id: visit.id },
        body: { to: to as StepTo, version: visit.version, ...more },
      })
      if (!reply) return
      say(
        `${visit.patientName}: ${look[to].word.toLowerCase()}`,
        isStepBack(to, from)
          ? () =>
              back.attempt({
                params: { id: visit.id },
                body: { to: from as StepTo, version: reply.version, reason: 'Taken back at once' },
              })
          : undefined,
      )
    },
  }
}
