import { PageHeader } from '#web/ui/PageHeader.tsx'

export default function ImportPage() {
  return <PageHeader title="Imports of patients" />
}
