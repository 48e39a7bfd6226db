// @ts-check
/** Pictures on their way to the outbox; a page asks for this only when there is one. */

/** @typedef {import("./outbox.js").Entry} Entry */

/**
 * A picture follows its act, and never keeps it back.
 * @param {Entry} of @param {string} name @param {File} file @param {string} title
 * @returns {Promise<Entry>}
 */
export async function photoOf(of, name, file, title) {
  const op = crypto.randomUUID();
  return {
    ...of,
    op,
    url: `/acts/${of.op}/photo`,
    fields: [["op_id", op], ["occurred_at", String(of.at)]],
    files: [{ name, file: await smaller(file) }],
    title,
    settles: [],
    keys: [`op:${op}`, `op:${of.op}`],
  };
}

/** A picture no larger than the server keeps. @param {File} file @returns {Promise<Blob>} */
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return small ?? file;
  } catch {
    return file;
  }
}
