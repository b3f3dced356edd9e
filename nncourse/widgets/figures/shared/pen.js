// The pen: from strokes to ink on a square sheet. nncourse/datasets/handwriting/pen.py is the same
// in Python, and says what is meant; a test compares the two.

export const SHEET = 112; // pixels along a side

/** A sheet without ink. */
export function blankSheet() {
  return { height: SHEET, width: SHEET, values: new Float64Array(SHEET * SHEET) };
}

/** The sheet after these strokes, lists of points [x, y] from 0 to 1, with a pen of this width. */
export function inkOfPen(strokes, width) {
  const sheet = blankSheet();
  for (const points of strokes) {
    points.forEach((end, i) => drawLine(sheet, points[Math.max(0, i - 1)], end, width));
  }
  return sheet;
}

/** Put the ink of one straight line on the sheet. */
export function drawLine(sheet, start, end, width) {
  const reach = (width * SHEET) / 2;
  const [x0, y0, x1, y1] = [...start, ...end].map((length) => length * SHEET);
  const inside = (pixel) => Math.min(Math.max(pixel, 0), SHEET);
  const [left, right] = [Math.min(x0, x1) - reach - 1, Math.max(x0, x1) + reach + 1];
  const [top, bottom] = [Math.min(y0, y1) - reach - 1, Math.max(y0, y1) + reach + 1];
  for (let y = inside(Math.floor(top)); y < inside(Math.ceil(bottom)); y++) {
    for (let x = inside(Math.floor(left)); x < inside(Math.ceil(right)); x++) {
      const away = distanceToLine(x + 0.5, y + 0.5, x0, y0, x1, y1);
      const covered = Math.min(Math.max(reach + 0.5 - away, 0), 1);
      const at = y * SHEET + x;
      if (covered > sheet.values[at]) sheet.values[at] = covered;
    }
  }
}

/** How far the point (x, y) is from the nearest one of a straight line. */
function distanceToLine(x, y, x0, y0, x1, y1) {
  const [along, down] = [x1 - x0, y1 - y0];
  const length = along ** 2 + down ** 2;
  const walked = (x - x0) * along + (y - y0) * down;
  const share = length ? Math.min(Math.max(walked / length, 0), 1) : 0;
  return Math.sqrt((x - x0 - share * along) ** 2 + (y - y0 - share * down) ** 2);
}
