// MapLibre with our own areas and points only: no tiles, no glyph server, nothing leaves the site. Loaded with the first map.

import 'maplibre-gl/dist/maplibre-gl.css'
import { type Level, levelShapes, levels } from '@doorstep/ui-base/levels.ts'
import {
  type FilterSpecification,
  type GeoJSONSource,
  type LayerSpecification,
  Map as MapLibre,
  type MapMouseEvent,
  setWorkerUrl,
} from 'maplibre-gl'
// The worker is a file of our own site: the content policy allows no blob: scripts.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { areaFeatures, type Bounds, boundsOf, type MapArea, type MapPoint, pointFeatures } from './area-map.ts'

setWorkerUrl(workerUrl)

export type Drawing = { areas: readonly MapArea[]; points: readonly MapPoint[]; selected?: string }
export type Picked = { area?: string; point?: string }

/** Room for the buttons above and the legend below. */
const frame = { top: 64, bottom: 64, left: 32, right: 64 }
const read = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

function areaLayers(): LayerSpecification[] {
  const accent = read('--accent')
  const text = { 'text-color': read('--ink'), 'text-halo-color': read('--surface'), 'text-halo-width': 1.6 }
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': read('--surface-sunk') } },
    {
      id: 'areas',
      type: 'fill',
      source: 'areas',
      paint: {
        'fill-color': accent,
        'fill-opacity': ['case', ['get', 'selected'], 0.55, ['+', 0.04, ['*', 0.085, ['get', 'shade']]]],
      },
    },
    {
      id: 'edges',
      type: 'line',
      source: 'areas',
      paint: { 'line-color': accent, 'line-opacity': 0.55, 'line-width': ['case', ['get', 'selected'], 3, 0.8] },
    },
    {
      id: 'names',
      type: 'symbol',
      source: 'areas',
      layout: {
        'text-field': ['get', 'name'],
        'text-size': 12,
        'text-max-width': 7,
        'text-padding': 2,
        // A name steps aside for a point that lies on it.
        'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.9,
      },
      paint: text,
    },
  ]
}

function pointLayers(): LayerSpecification[] {
  const single: FilterSpecification = ['!', ['has', 'point_count']]
  return [
    {
      id: 'clusters',
      type: 'circle',
      source: 'points',
      filter: ['has', 'point_count'],
      paint: {
        'circle-color': read('--accent'),
        'circle-radius': ['step', ['get', 'point_count'], 14, 10, 18, 50, 23],
        'circle-stroke-color': read('--surface'),
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'counts',
      type: 'symbol',
      source: 'points',
      filter: ['has', 'point_count'],
      layout: {
        'text-field': ['to-string', ['get', 'point_count']],
        'text-size': 13,
        'text-allow-overlap': true,
        // As wide as the circle under it.
        'text-padding': 9,
      },
      paint: { 'text-color': read('--on-accent') },
    },
    {
      // A red one is not lost in a crowd: its shape stands at the edge of the circle.
      id: 'alarms',
      type: 'symbol',
      source: 'points',
      filter: ['all', ['has', 'point_count'], ['>', ['get', 'reds'], 0]],
      layout: {
        'icon-image': 'level-red',
        'icon-size': 0.72,
        'icon-offset': [20, -20],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    {
      id: 'points',
      type: 'symbol',
      source: 'points',
      filter: single,
      layout: {
        'icon-image': ['concat', 'level-', ['get', 'level']],
        'icon-allow-overlap': true,
      },
    },
  ]
}

/** The level's own shape, as on every tag; places without a level get a plain dot. */
function mark(level: Level | 'none'): ImageData {
  const side = 44
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  pen.translate(4, 4)
  pen.scale((side - 8) / 16, (side - 8) / 16)
  const shape = new Path2D(level === 'none' ? levelShapes.blue : levelShapes[level])
  pen.lineWidth = 2
  pen.lineJoin = 'round'
  pen.strokeStyle = read('--surface')
  pen.stroke(shape)
  pen.fillStyle = read(level === 'none' ? '--accent' : `--level-${level}`)
  pen.fill(shape)
  return pen.getImageData(0, 0, side, side)
}

function paint(map: MapLibre, drawing: Drawing): void {
  map.setStyle({
    version: 8,
    sources: {
      areas: { type: 'geojson', data: areaFeatures(drawing.areas, drawing.selected) },
      points: {
        type: 'geojson',
        data: pointFeatures(drawing.points),
        cluster: true,
        clusterRadius: 36,
        clusterMaxZoom: 15,
        clusterProperties: { reds: ['+', ['case', ['==', ['get', 'level'], 'red'], 1, 0]] },
      },
    },
    layers: [...areaLayers(), ...pointLayers()],
  })
  for (const level of [...levels, 'none'] as const) {
    const name = `level-${level}`
    if (map.hasImage(name)) map.removeImage(name)
    map.addImage(name, mark(level), { pixelRatio: 2 })
  }
}

async function pickedAt(map: MapLibre, event: MapMouseEvent): Promise<Picked | undefined> {
  const [found] = map.queryRenderedFeatures(event.point, { layers: ['points', 'clusters', 'areas'] })
  if (!found) return undefined
  if (found.layer.id === 'points') return { point: String(found.properties.id) }
  if (found.layer.id === 'areas') return { area: String(found.properties.code) }
  const zoom = await (map.getSource('points') as GeoJSONSource).getClusterExpansionZoom(
    Number(found.properties.cluster_id),
  )
  map.easeTo({ center: event.lngLat, zoom })
  return undefined
}

export type DrawnMap = {
  update: (drawing: Drawing) => void
  repaint: (drawing: Drawing) => void
  whole: () => void
  zoom: (by: number) => void
  remove: () => void
}

/** @throws where the device has no WebGL 2. */
export function drawMap(container: HTMLElement, first: Drawing, picked: (what: Picked) => void): DrawnMap {
  let drawing = first
  const bounds = (): Bounds => boundsOf(drawing.areas, drawing.points) ?? [73, 18, 135, 54]
  const map = new MapLibre({
    container,
    bounds: bounds(),
    fitBoundsOptions: { padding: frame },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    localIdeographFontFamily: read('--font'),
    maxPitch: 0,
    // The list beside the map is for the keyboard.
    keyboard: false,
  })
  map.getCanvas().tabIndex = -1
  paint(map, drawing)
  map.touchZoomRotate.disableRotation()
  map.on('click', (event) => {
    void pickedAt(map, event).then((found) => found && picked(found))
  })
  map.on('mousemove', (event) => {
    const over = map.queryRenderedFeatures(event.point, {
      layers: ['points', 'clusters', 'areas'].filter((id) => map.getLayer(id)),
    })
    map.getCanvas().style.cursor = over.length ? 'pointer' : ''
  })
  return {
    update: (next) => {
      drawing = next
      void (map.getSource('areas') as GeoJSONSource | undefined)?.setData(areaFeatures(next.areas, next.selected))
      void (map.getSource('points') as GeoJSONSource | undefined)?.setData(pointFeatures(next.points))
    },
    repaint: (next) => {
      drawing = next
      paint(map, next)
    },
    whole: () => void map.fitBounds(bounds(), { padding: frame }),
    zoom: (by) => void map.zoomTo(map.getZoom() + by),
    remove: () => map.remove(),
  }
}
