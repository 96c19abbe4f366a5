export type Point = { lat: number; lon: number }

/** Where this device is; null where it does not know, or may not say. A satellite needs no signal. */
export const position = (): Promise<Point | null> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator) || !window.isSecureContext) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 30_000 },
    )
  })
