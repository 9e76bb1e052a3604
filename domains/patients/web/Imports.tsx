import { PageHeader } from '#web/ui/PageHeader.tsx'

export default function Imports() {
  return <PageHeader title="Imports of patients" />
}
