import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The matter that is open beside a list: it stands in the address, and the filters stay as they are. */
export function useBeside() {
  const route = useRoute()
  const router = useRouter()
  const id = computed(() => (typeof route.params.id === 'string' && route.params.id) || null)
  const to = (other: string | null) => ({
    name: route.name as string,
    params: other ? { id: other } : {},
    query: route.query,
  })
  /** Walking on replaces: the way back leads to the list, not through every matter that was looked at. */
  const go = (other: string | null): void => {
    if (!other || id.value) void router.replace(to(other))
    else void router.push(to(other))
  }
  return { id, to, go }
}
