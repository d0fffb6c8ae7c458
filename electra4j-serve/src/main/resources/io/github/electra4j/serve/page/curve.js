/** Points of a curve that can be drawn, and its parts that belong together. */
export function partsOf(points) {
  const parts = [];
  let last = null;
  for (const point of points) {
    if (Number.isFinite(point.value)) {
      if (last === null || last.part !== point.part) {
        parts.push([]);
      }
      parts[parts.length - 1].push(point);
      last = point;
    }
  }
  return parts;
}

/**
 * The curve with its noise averaged away: a running mean that forgets over a fiftieth of it, with the weight that is missing at its
 * beginning made up for (Kingma and Ba, Adam, 2015, section 3).
 */
export function smoothed(points) {
  const keep = 1 - 1 / Math.max(1, points.length / 50);
  let mean = 0;
  let weight = 0;
  return points.map((point) => {
    mean = keep * mean + (1 - keep) * point.value;
    weight = keep * weight + (1 - keep);
    return { ...point, value: mean / weight };
  });
}

/** Whether single values hide the course of the whole: the way up and down along the curve is many times its height. */
export function isNoisy(points) {
  if (points.length < 60) {
    return false;
  }
  let way = 0;
  for (let i = 1; i < points.length; i++) {
    way += Math.abs(points[i].value - points[i - 1].value);
  }
  const [least, most] = range(points);
  return way > 5 * (most - least);
}

/** The least and the greatest value. */
export function range(points) {
  return points.reduce(([least, most], { value }) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
}

/** At most so many points that look like all of them: of each stretch the lowest and the highest. */
export function thinned(points, most) {
  if (points.length <= most) {
    return points;
  }
  const kept = [];
  const stretches = Math.floor(most / 2);
  for (let i = 0; i < stretches; i++) {
    const stretch = points.slice(Math.floor((i * points.length) / stretches), Math.floor(((i + 1) * points.length) / stretches));
    const low = stretch.reduce((a, b) => (b.value < a.value ? b : a));
    const high = stretch.reduce((a, b) => (b.value > a.value ? b : a));
    kept.push(...(low === high ? [low] : low.step < high.step ? [low, high] : [high, low]));
  }
  return kept;
}

/** Round numbers between two, about as many as asked for. */
export function ticks(least, most, count) {
  const rough = (most - least) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const all = [];
  for (let i = Math.ceil(least / step - 1e-9); i * step <= most + step * 1e-9; i++) {
    all.push(i * step);
  }
  return all;
}

/** A number with four digits that count. */
export function shown(value) {
  const size = Math.abs(value);
  if (size >= 1000) {
    return Math.round(value).toLocaleString('en');
  }
  return size !== 0 && size < 0.001 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}
