import { useEffect, useState, type ReactNode } from 'react'

/** Shows its children only after 150 ms: an answer that comes at once never flickers. */
export function Late({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150)
    return () => clearTimeout(timer)
  }, [])
  return late ? children : null
}
