/** Features of `width` channels in rows and columns. */
export interface FeatureGrid { readonly columns: number; readonly rows: number; readonly width: number; readonly data: Float32Array }

/** Cuts off what lies beyond a picture that stands in the middle (LLaVA-NeXT's `unpad_image`). */
export function withinPicture(grid: FeatureGrid, picture: { readonly width: number; readonly height: number }): FeatureGrid {
  const [wanted, have] = [picture.width / picture.height, grid.columns / grid.rows];
  if (wanted > have) {
    const rows = whole((picture.height * grid.columns) / picture.width);
    return part(grid, 0, (grid.rows - rows) >> 1, grid.columns);
  }
  const columns = whole((picture.width * grid.rows) / picture.height);
  return part(grid, (grid.columns - columns) >> 1, 0, grid.columns - 2 * ((grid.columns - columns) >> 1));
}

/** The reference rounds at the seventh decimal before it cuts the rest off. */
function whole(value: number): number {
  return Math.trunc(Math.round(value * 1e7) / 1e7);
}

function part({ columns, rows, width, data }: FeatureGrid, left: number, top: number, across: number): FeatureGrid {
  const down = rows - 2 * top;
  const out = new Float32Array(across * down * width);
  for (let y = 0; y < down; y++) out.set(data.subarray(((top + y) * columns + left) * width, ((top + y) * columns + left + across) * width), y * across * width);
  return { columns: across, rows: down, width, data: out };
}

/** Scaled down, linear between the middles of cells (PyTorch's `bilinear` without aligned corners). */
export function averaged({ columns, rows, width, data }: FeatureGrid, across: number, down: number): FeatureGrid {
  const out = new Float32Array(across * down * width);
  for (let y = 0; y < down; y++) {
    const vertical = between(y, down, rows);
    for (let x = 0; x < across; x++) {
      const horizontal = between(x, across, columns);
      for (let c = 0; c < width; c++) {
        const at = (row: number, column: number): number => data[(row * columns + column) * width + c] ?? 0;
        const upper = mix(at(vertical.first, horizontal.first), at(vertical.first, horizontal.second), horizontal.share);
        const lower = mix(at(vertical.second, horizontal.first), at(vertical.second, horizontal.second), horizontal.share);
        out[(y * across + x) * width + c] = mix(upper, lower, vertical.share);
      }
    }
  }
  return { columns: across, rows: down, width, data: out };
}

function between(index: number, count: number, from: number): { readonly first: number; readonly second: number; readonly share: number } {
  const place = Math.max(0, ((index + 0.5) * from) / count - 0.5);
  const first = Math.min(Math.floor(place), from - 1);
  return { first, second: Math.min(first + 1, from - 1), share: place - first };
}

function mix(a: number, b: number, share: number): number {
  return a * (1 - share) + b * share;
}
