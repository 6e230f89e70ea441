// Pictures from files: PNG goes to the program as it is; other formats by the browser's decoders and a canvas.

const largestSide = 1024;

const startsWith = (bytes, start) => start.every((byte, i) => bytes[i] === byte);
const isPng = (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const pictureStarts = [[0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x42, 0x4d], [0x52, 0x49, 0x46, 0x46]];
/** A picture that the browser has to decode. */
function isOtherPicture(bytes, name, type) {
  if (isPng(bytes)) return false;
  return type.startsWith("image/") || pictureStarts.some((start) => startsWith(bytes, start)) ||
    /\.(png|jpe?g|gif|webp|avif|bmp|svg)$/i.test(name);
}

function makeCanvas(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext("2d", { willReadFrequently: true });
}

/** Browsers that hide who is reading give noise back for a canvas's pixels: a known picture tells. */
function canvasTellsTheTruth() {
  const side = 16, tolerance = 8;
  const paper = makeCanvas(side, side);
  const colours = [[0, 0, 0], [255, 255, 255], [200, 40, 90], [30, 160, 220]];
  colours.forEach(([red, green, blue], i) => {
    paper.fillStyle = `rgb(${red}, ${green}, ${blue})`;
    paper.fillRect(0, i * 4, side, 4);
  });
  const { data } = paper.getImageData(0, 0, side, side);
  return data.every((value, i) => {
    const expected = [...colours[i >> 8], 255][i & 3];  // a colour has 4 rows of 16 pixels of 4 bytes
    return Math.abs(value - expected) <= tolerance;
  });
}

/** Red, green, blue, alpha of each pixel, upright, at most 1024 pixels on a side. */
async function decodePicture(blob) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, largestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale)), height = Math.max(1, Math.round(bitmap.height * scale));
  const paper = makeCanvas(width, height);
  paper.imageSmoothingQuality = "high";
  paper.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = paper.getImageData(0, 0, width, height);
  return { bytes: new Uint8Array(data.buffer), width, height };
}

/** False where the browser cannot decode it. */
async function openPicture(blob, name) {
  let picture = null;
  try {
    if (!canvasTellsTheTruth()) {
      say(`${name}: this browser's protection against tracking gives noise back for the pixels of a picture; ` +
        "save it as PNG, which Unpool reads by itself, or allow this page to read the canvas", true);
      return true;
    }
    picture = await decodePicture(blob);
  } catch {
    return false;
  }
  withBytes(picture.bytes, (address) => program["_unpool_open_picture"](address, picture.width, picture.height));
  return true;
}
